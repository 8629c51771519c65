select beach, sampled_on, ecoli, known_at, _file, _row
from beach_sample
