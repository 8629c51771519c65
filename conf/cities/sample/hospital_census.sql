-- One row per day, hospital, resource and status.
select
  day,
  hospital as hospital_id,
  name,
  facts.resource,
  facts.status,
  cast(facts.amount as int) as amount,
  known_at,
  _file,
  _row
from hospital_census
lateral view explode(array(
  named_struct('resource', 'hospital_bed', 'status', 'capacity', 'amount', beds),
  named_struct('resource', 'hospital_bed', 'status', 'in_use', 'amount', beds_in_use),
  named_struct('resource', 'icu_bed', 'status', 'capacity', 'amount', icu_beds),
  named_struct('resource', 'icu_bed', 'status', 'in_use', 'amount', icu_in_use),
  named_struct('resource', 'ventilator', 'status', 'capacity', 'amount', ventilators),
  named_struct('resource', 'ventilator', 'status', 'in_use', 'amount', ventilators_in_use)
)) as facts
