-- A row says that the item was found, not how often: each counts once.
select visit_no as inspection_id, item, 1S as found, _file, _row
from food_violation
