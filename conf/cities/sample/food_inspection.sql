select
  visit_no as inspection_id,
  licence_no as licence_number,
  trading_as as name,
  chain_of(trading_as) as chain,
  coalesce(facility_kind_code, 'other') as facility,
  case risk when 'HIGH' then 1Y when 'MEDIUM' then 2Y when 'LOW' then 3Y end as risk_class,
  street_address as address,
  cast(null as string) as zip,
  visited_on as inspected_on,
  coalesce(reason_code, 'other') as kind,
  coalesce(outcome_code, 'other') as result,
  lat as latitude,
  lon as longitude,
  known_at,
  _file,
  _row
from food_inspection
