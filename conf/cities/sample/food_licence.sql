select
  concat(licence_no, '-', date_format(term_from, 'yyyyMMdd')) as term_id,
  licence_no as licence_number,
  cast(account_no as string) as account_number,
  trading_as as name,
  -- The register tells activities apart, not kinds of licence.
  cast(null as string) as kind,
  activity,
  -- Renewals are not marked: the earliest term of a licence in the register counts as its first.
  term_from = min(term_from) over (partition by licence_no) as is_first,
  chain_of(trading_as) as chain,
  term_from as starts_on,
  term_to as ends_on,
  tobacco as sells_tobacco,
  -- One permit for both: who seats guests serves it, the others sell it to take away.
  alcohol and activity <> 'EAT_IN' as sells_alcohol,
  alcohol and activity = 'EAT_IN' as serves_alcohol,
  patio as has_patio,
  lat as latitude,
  lon as longitude,
  known_at,
  _file,
  _row
from food_licence
