-- What jobs/city/food_premises.py and jobs/city/food_visit.py compute.
create table food_premises as
with visited as (
    select
        premises_id,
        arg_max_null(name, (visited_on, inspection_id)) as seen_name,
        arg_max_null(address, (visited_on, inspection_id)) as address,
        arg_max_null(facility, (visited_on, inspection_id)) as facility,
        arg_max_null(latitude, (visited_on, inspection_id)) filter (placed) as seen_latitude,
        arg_max_null(longitude, (visited_on, inspection_id)) filter (placed) as seen_longitude,
        min(visited_on) as first_visit_on
    from (select *, latitude is not null and longitude is not null as placed from inspection)
    group by premises_id
), licensed as (
    select
        licence_number as premises_id,
        arg_max_null(name, (starts_on, term_id)) as licensed_name,
        arg_max_null(latitude, (starts_on, term_id)) as licensed_latitude,
        arg_max_null(longitude, (starts_on, term_id)) as licensed_longitude,
        min(starts_on) as licensed_from
    from licence group by licence_number
)
select
    premises_id,
    coalesce(seen_name, licensed_name) as name,
    address,
    facility,
    coalesce(seen_latitude, licensed_latitude) as latitude,
    coalesce(seen_longitude, licensed_longitude) as longitude,
    first_visit_on,
    licensed_from
from visited full join licensed using (premises_id);

create table food_visit as
with terms as (
    select
        i.inspection_id,
        arg_max_null(l.term_id, (l.starts_on, l.term_id)) as term_id,
        arg_max_null(l.account_number, (l.starts_on, l.term_id)) as account_number
    from inspection i
    join licence l
        on l.licence_number = i.premises_id and i.visited_on between l.starts_on and l.ends_on
    group by i.inspection_id
)
select
    i.inspection_id,
    i.premises_id,
    i.visited_on,
    if(i.canvass, 'canvass', 'other') as kind,
    i.canvass and i.result in ('Pass', 'Pass w/ Conditions', 'Fail') as is_canvass,
    i.result = 'Fail' as failed,
    coalesce(v.critical, 0) as critical,
    coalesce(v.serious, 0) as serious,
    coalesce(v.minor, 0) as minor,
    coalesce(v.critical, 0) > 0 as critical_found,
    i.facility,
    i.risk_class,
    i.zip,
    i.latitude,
    i.longitude,
    chain_of(i.name) as chain,
    t.account_number,
    t.term_id,
    i.visited_on as known_at
from inspection i
left join violation v using (inspection_id)
left join terms t using (inspection_id);
