select
  inspection_id,
  licence_number,
  name,
  chain_of(name) as chain,
  -- 181 spellings; the first that fits names the kind.
  case
    when upper(facility_type) rlike 'SCHOOL|COLLEGE|UNIVERS' then 'school'
    when upper(facility_type) rlike 'DAYCARE|DAY CARE|CHILD' then 'daycare'
    when upper(facility_type) rlike 'LONG TERM|NURSING|HOSPITAL|ASSISTED|SHELTER|SENIOR|SUPPORT'
      then 'care'
    when upper(facility_type) rlike 'RESTAUR|DINER|CAFE' then 'restaurant'
    when upper(facility_type) rlike 'GROC|MARKET|CONVEN|STORE|GAS|DELI|BUTCHER' then 'grocery'
    when upper(facility_type) rlike 'BAKERY|PASTR|CANDY|ICE CREAM|PALETER|COFFEE' then 'bakery'
    when upper(facility_type) rlike 'CATER|BANQ|KITCHEN|COMMIS' then 'catering'
    else 'other'
  end as facility,
  case risk
    when 'Risk 1 (High)' then 1Y
    when 'Risk 2 (Medium)' then 2Y
    when 'Risk 3 (Low)' then 3Y
  end as risk_class,
  address,
  left(zip, 5) as zip,
  inspected_on,
  case
    when lower(inspection_type) = 'canvass' then 'canvass'
    when lower(inspection_type) in ('complaint', 'short form complaint', 'complaint-fire')
      then 'complaint'
    else 'other'
  end as kind,
  coalesce(result_code, 'other') as result,
  latitude,
  longitude,
  known_at,
  _file,
  _row
from food_inspection
