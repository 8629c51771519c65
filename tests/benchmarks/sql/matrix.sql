-- The feature matrix of jobs/risk/food_premises.py, past cases and those waiting as of the day.
create table this_day as
select least(
    (select max(visited_on) from inspection), (select max(starts_on) from licence),
    (select max(day) from complaint), (select max(day) from burglary),
    (select max(day) from weather)
) as as_of;

create table stretch as
select
    as_of - to_months(cast(2 * n as int)) as first_day,
    as_of - to_months(cast(2 * n - 2 as int)) as end_day
from this_day, range(1, 1200) numbers(n)
where as_of - to_months(cast(2 * n as int)) >= (select min(visited_on) from food_visit);

create table cohort as
with seen as (
    select
        premises_id,
        arg_max_null(latitude, (visited_on, inspection_id)) filter (placed) as latitude,
        arg_max_null(longitude, (visited_on, inspection_id)) filter (placed) as longitude
    from (select *, latitude is not null and longitude is not null as placed from food_visit),
        this_day
    where known_at < as_of group by premises_id
), licensed as (
    select licence_number as premises_id, max(ends_on >= as_of) as in_force
    from licence, this_day where starts_on < as_of group by licence_number
)
select
    inspection_id as case_id,
    premises_id,
    latitude,
    longitude,
    cast(first_day as date) as as_of,
    visited_on as happened_on,
    known_at,
    cast(critical_found as int) as outcome
from food_visit join stretch on visited_on >= first_day and visited_on < end_day, this_day t
where is_canvass and term_id is not null and known_at < t.as_of
union all
select premises_id, premises_id, latitude, longitude, as_of, null, null, null
from seen join licensed using (premises_id), this_day
where in_force;

create table own as
select
    a.premises_id,
    a.as_of,
    count(*) as visits,
    sum(critical_found::int) as critical_visits,
    count(*) filter (where kind = 'complaint') as complaint_visits,
    a.as_of - max(visited_on) as days_since_visit,
    arg_max_null(critical_found::int, (visited_on, inspection_id)) as critical_last,
    arg_max_null(failed::int, (visited_on, inspection_id)) as failed_last,
    arg_max_null(risk_class, (visited_on, inspection_id)) as risk_class,
    arg_max_null(facility, (visited_on, inspection_id)) as facility,
    sum(round(1e9 * fade)::bigint) / 1e9 as faded_visits,
    sum(round(1e9 * fade * critical_found::int)::bigint) / 1e9 as faded_critical,
    sum(round(1e9 * fade * (serious > 0)::int)::bigint) / 1e9 as faded_serious,
    sum(round(1e9 * fade * failed::int)::bigint) / 1e9 as faded_failed,
    sum(round(1e9 * fade * minor)::bigint) / 1e9 as faded_minor
from (
    select a.as_of, v.*, pow(0.5, (a.as_of - v.visited_on) / 365) as fade
    from (select distinct premises_id, as_of from cohort) a
    join food_visit v on v.premises_id = a.premises_id and v.known_at < a.as_of
) a
group by a.premises_id, a.as_of;

create table average as
select
    a.as_of,
    sum(critical_found::int) / count(*) as city_critical,
    sum((serious > 0)::int) / count(*) as city_serious,
    sum(failed::int) / count(*) as city_failed,
    sum(minor) / count(*) as city_minor
from (select distinct as_of from cohort) a join food_visit v on v.known_at < a.as_of
group by a.as_of;

create table licensed as
select
    a.premises_id,
    a.as_of,
    arg_max_null(chain, (starts_on, term_id)) as chain,
    arg_max_null(account_number, (starts_on, term_id)) as account_number,
    arg_max_null(sells_tobacco::int, (starts_on, term_id)) as sells_tobacco,
    arg_max_null(sells_alcohol::int, (starts_on, term_id)) as sells_alcohol,
    arg_max_null(serves_alcohol::int, (starts_on, term_id)) as serves_alcohol,
    arg_max_null(is_first::int, (starts_on, term_id)) as first_term,
    a.as_of - min(starts_on) as licence_age
from (select distinct premises_id, as_of from cohort) a
join licence l on l.licence_number = a.premises_id and l.starts_on < a.as_of
group by a.premises_id, a.as_of;

create table linked as select * from cohort left join licensed using (premises_id, as_of);

create table owner as
select a.account_number, a.as_of, count(distinct licence_number) as owner_premises
from (select distinct account_number, as_of from linked) a
join licence l on l.account_number = a.account_number and l.starts_on < a.as_of
group by a.account_number, a.as_of;

create macro near(kind) as table
select
    a.case_id,
    a.as_of,
    sum(round(1e9 * exp(
        -((e.latitude - a.latitude) ** 2 + (e.longitude - a.longitude) ** 2) / (2 * 0.0025 ** 2)
    ))::bigint) / 1e9 as heat
from (
    select *, floor(latitude / 0.0125) + unnest([-1, 0, 1]) as y
    from (
        select *, floor(longitude / 0.0125) + unnest([-1, 0, 1]) as x
        from cohort where latitude is not null and longitude is not null
    )
) a
join (
    select *, floor(latitude / 0.0125) as y, floor(longitude / 0.0125) as x
    from query_table(kind) where latitude is not null and longitude is not null
) e
    on e.y = a.y and e.x = a.x and e.day < a.as_of and e.day >= a.as_of - 90
where abs(e.latitude - a.latitude) <= 0.0125 and abs(e.longitude - a.longitude) <= 0.0125
group by a.case_id, a.as_of;
create table complaints_near as select * from near('complaint');
create view refuse as select * from complaint
    where regexp_matches(lower(nature), 'garbage|rubbish|refuse|waste|trash|dump|overflow|litter');
create view animals as select * from complaint
    where regexp_matches(lower(nature),
        'rodent|(^|[^a-z])rats?([^a-z]|$)|mice|vermin|insect|roach|pest|feces|animal');
create view water as select * from complaint
    where regexp_matches(lower(nature), 'water|sewage|sewer|smell|odou?r');
create table refuse_near as select * from near('refuse');
create table animals_near as select * from near('animals');
create table water_near as select * from near('water');
create table burglaries_near as select * from near('burglary');

create macro group_sums(v) as {
    'visits': count(v), 'critical': sum(v.critical_found::int), 'minor': sum(v.minor)
};
create table chain_all as
select a.chain, a.as_of, group_sums(v) as g
from (select distinct chain, as_of from linked) a
join food_visit v on v.chain = a.chain and v.known_at < a.as_of group by a.chain, a.as_of;
create table chain_own as
select a.chain, a.premises_id, a.as_of, group_sums(v) as g
from (select distinct chain, premises_id, as_of from linked) a
join food_visit v
    on v.chain = a.chain and v.premises_id = a.premises_id and v.known_at < a.as_of
group by all;
create table owner_all as
select a.account_number, a.as_of, group_sums(v) as g
from (select distinct account_number, as_of from linked) a
join food_visit v on v.account_number = a.account_number and v.known_at < a.as_of group by all;
create table owner_own as
select a.account_number, a.premises_id, a.as_of, group_sums(v) as g
from (select distinct account_number, premises_id, as_of from linked) a
join food_visit v
    on v.account_number = a.account_number and v.premises_id = a.premises_id
    and v.known_at < a.as_of
group by all;

create macro multiple(found, visits, average, strength) as
    (found + strength * average) / ((visits + strength) * nullif(average, 0));
create table matrix as
with every as (
    select
        l.*,
        coalesce(visits, 0) as visits,
        coalesce(critical_visits, 0) as critical_visits,
        coalesce(complaint_visits, 0) as complaint_visits,
        o.* exclude (premises_id, as_of, visits, critical_visits, complaint_visits,
            faded_visits, faded_critical,
            faded_serious, faded_failed, faded_minor),
        coalesce(faded_visits, 0) as faded_visits,
        coalesce(faded_critical, 0) as faded_critical,
        coalesce(faded_serious, 0) as faded_serious,
        coalesce(faded_failed, 0) as faded_failed,
        coalesce(faded_minor, 0) as faded_minor,
        a.* exclude (as_of),
        coalesce(owner_premises, 0) as owner_premises,
        coalesce(ca.g.visits, 0) as chain_visits_all,
        coalesce(ca.g.critical, 0) as chain_critical_all,
        coalesce(ca.g.minor, 0) as chain_minor_all,
        coalesce(co.g.visits, 0) as chain_visits_own,
        coalesce(co.g.critical, 0) as chain_critical_own,
        coalesce(co.g.minor, 0) as chain_minor_own,
        coalesce(oa.g.visits, 0) as owner_visits_all,
        coalesce(oa.g.critical, 0) as owner_critical_all,
        coalesce(oa.g.minor, 0) as owner_minor_all,
        coalesce(oo.g.visits, 0) as owner_visits_own,
        coalesce(oo.g.critical, 0) as owner_critical_own,
        coalesce(oo.g.minor, 0) as owner_minor_own,
        coalesce(cn.heat, 0) as complaints_near,
        coalesce(rn.heat, 0) as refuse_near,
        coalesce(an.heat, 0) as animals_near,
        coalesce(wn.heat, 0) as water_near,
        coalesce(bn.heat, 0) as burglaries_near
    from linked l
    left join own o on o.premises_id = l.premises_id and o.as_of = l.as_of
    left join average a on a.as_of = l.as_of
    left join owner w on w.account_number = l.account_number and w.as_of = l.as_of
    left join chain_all ca on ca.chain = l.chain and ca.as_of = l.as_of
    left join chain_own co
        on co.chain = l.chain and co.premises_id = l.premises_id and co.as_of = l.as_of
    left join owner_all oa on oa.account_number = l.account_number and oa.as_of = l.as_of
    left join owner_own oo
        on oo.account_number = l.account_number and oo.premises_id = l.premises_id
        and oo.as_of = l.as_of
    left join complaints_near cn on cn.case_id = l.case_id and cn.as_of = l.as_of
    left join refuse_near rn on rn.case_id = l.case_id and rn.as_of = l.as_of
    left join animals_near an on an.case_id = l.case_id and an.as_of = l.as_of
    left join water_near wn on wn.case_id = l.case_id and wn.as_of = l.as_of
    left join burglaries_near bn on bn.case_id = l.case_id and bn.as_of = l.as_of
)
select
    *,
    premises_id as licence_number,
    multiple(faded_critical, faded_visits, city_critical, 1.5) as critical_multiple,
    multiple(faded_serious, faded_visits, city_serious, 1.5) as serious_multiple,
    multiple(faded_failed, faded_visits, city_failed, 1.5) as failed_multiple,
    multiple(faded_minor, faded_visits, city_minor, 1.5) as minor_multiple,
    least(coalesce(days_since_visit, 400), 730) / 365 as years_since_visit,
    if(visits = 0, 1, 0) as never_visited,
    if(risk_class > 1, 1, 0) as lower_risk,
    least(coalesce(licence_age, 0) / 365, 5) as licence_years,
    multiple(chain_critical_all - chain_critical_own, chain_visits_all - chain_visits_own,
        city_critical, 5) as chain_critical,
    multiple(chain_minor_all - chain_minor_own, chain_visits_all - chain_visits_own,
        city_minor, 5) as chain_minor,
    multiple(owner_critical_all - owner_critical_own, owner_visits_all - owner_visits_own,
        city_critical, 3) as owner_critical,
    least(owner_premises, 10) as owner_size
from every;
