-- What jobs/city/food_visit_surroundings.py computes: the visit before, weather, exact densities.
create macro kernel(y1, x1, y2, x2) as exp(
    -((y1 - y2) / 0.0025 * ((y1 - y2) / 0.0025) + (x1 - x2) / 0.0025 * ((x1 - x2) / 0.0025)) / 2
);

create table food_visit_surroundings as
with before as (
    select
        inspection_id,
        coalesce(cast(lag(failed) over visits as int), 0) as past_fail,
        coalesce(lag(critical) over visits, 0) as past_critical,
        coalesce(lag(serious) over visits, 0) as past_serious,
        coalesce(lag(minor) over visits, 0) as past_minor,
        (visited_on - lag(visited_on) over visits) / 365 as gap
    from food_visit where is_canvass
    window visits as (
        partition by premises_id order by visited_on, length(inspection_id), inspection_id
    )
), sky as (
    select
        v.inspection_id,
        avg(w.precipitation) as precipitation,
        avg(w.temperature_max) as temperature_max,
        avg(w.wind_speed) as wind_speed,
        avg(w.humidity) as humidity
    from food_visit v
    join weather w on w.day between v.visited_on - 3 and v.visited_on - 1
    group by v.inspection_id
), asked as (
    select
        inspection_id,
        latitude,
        longitude,
        unnest(generate_series(visited_on - 90, visited_on, interval 1 day))::date as day
    from food_visit where latitude is not null and longitude is not null
), sanitation as (
    select
        a.inspection_id,
        avg(kernel(e.latitude, e.longitude, a.latitude, a.longitude)) / (2 * pi() * 0.0025 ** 2)
            as heat_sanitation
    from asked a join complaint e using (day)
    where e.latitude is not null and e.longitude is not null
        and e.status in ('Completed', 'Open')
    group by a.inspection_id
), burgled as (
    select
        a.inspection_id,
        avg(kernel(e.latitude, e.longitude, a.latitude, a.longitude)) / (2 * pi() * 0.0025 ** 2)
            as heat_burglary
    from asked a join burglary e using (day)
    where e.latitude is not null and e.longitude is not null
    group by a.inspection_id
)
select
    b.* exclude (gap),
    least(coalesce(gap, 2), 2) as time_since_last,
    cast(gap is null as int) as first_record,
    sky.* exclude (inspection_id),
    heat_sanitation,
    heat_burglary
from before b
left join sky using (inspection_id)
left join sanitation using (inspection_id)
left join burgled using (inspection_id);
