-- The departments' files as typed tables in memory. $data is the folder of the city.
create macro text_of(x) as nullif(trim(x), '');
create macro yes(x) as lower(trim(x)) in ('true', 't', 'yes', 'y', '1');
create macro chain_of(x) as array_to_string(
    list_filter(
        string_split_regex(
            regexp_replace(
                regexp_replace(upper(x), '[^A-Z ]', '', 'g'),
                '\b(INC|LLC|CORP|CO|LTD|THE|RESTAURANT)\b', '', 'g'
            ), ' +'
        ), lambda word: word <> ''
    )[1:2], ' '
);

create table inspection as
select
    text_of(Inspection_ID) as inspection_id,
    text_of(License) as premises_id,
    text_of(DBA_Name) as name,
    text_of(Address) as address,
    case
        when regexp_matches(upper(Facility_Type), 'SCHOOL|COLLEGE|UNIVERS') then 'school'
        when regexp_matches(upper(Facility_Type), 'DAYCARE|DAY CARE|CHILD') then 'daycare'
        when regexp_matches(
            upper(Facility_Type), 'LONG TERM|NURSING|HOSPITAL|ASSISTED|SHELTER|SENIOR|SUPPORT'
        ) then 'care'
        when regexp_matches(upper(Facility_Type), 'RESTAUR|DINER|CAFE') then 'restaurant'
        when regexp_matches(upper(Facility_Type), 'GROC|MARKET|CONVEN|STORE|GAS|DELI|BUTCHER')
            then 'grocery'
        when regexp_matches(upper(Facility_Type), 'BAKERY|PASTR|CANDY|ICE CREAM|PALETER|COFFEE')
            then 'bakery'
        when regexp_matches(upper(Facility_Type), 'CATER|BANQ|KITCHEN|COMMIS') then 'catering'
        else 'other'
    end as facility,
    case text_of(Risk)
        when 'Risk 1 (High)' then 1 when 'Risk 2 (Medium)' then 2 when 'Risk 3 (Low)' then 3
    end as risk_class,
    text_of(Zip) as zip,
    cast(text_of(Inspection_Date) as date) as visited_on,
    lower(text_of(Inspection_Type)) = 'canvass' as canvass,
    text_of(Results) as result,
    cast(text_of(Latitude) as double) as latitude,
    cast(text_of(Longitude) as double) as longitude
from read_csv('$data/health/food_inspections*.csv', all_varchar = true, header = true);

create table violation as
select
    text_of(Inspection_ID) as inspection_id,
    list_sum(list_transform([$critical], lambda x: cast(x as int))) as critical,
    list_sum(list_transform([$serious], lambda x: cast(x as int))) as serious,
    list_sum(list_transform([$minor], lambda x: cast(x as int))) as minor
from read_csv('$data/health/food_violations*.csv', all_varchar = true, header = true);

create table licence as
select
    text_of(ID) as term_id,
    text_of(LICENSE_NUMBER) as licence_number,
    text_of(ACCOUNT_NUMBER) as account_number,
    text_of(DOING_BUSINESS_AS_NAME) as name,
    chain_of(text_of(DOING_BUSINESS_AS_NAME)) as chain,
    text_of(APPLICATION_TYPE) = 'ISSUE' as is_first,
    cast(text_of(LICENSE_TERM_START_DATE) as date) as starts_on,
    cast(text_of(LICENSE_TERM_EXPIRATION_DATE) as date) as ends_on,
    yes(tobacco) as sells_tobacco,
    yes(package_goods) as sells_alcohol,
    yes(consumption_on_premises_incidental_activity) or yes(tavern) as serves_alcohol,
    cast(text_of(LATITUDE) as double) as latitude,
    cast(text_of(LONGITUDE) as double) as longitude
from read_csv('$data/business_affairs/food_licences*.csv', all_varchar = true, header = true);

create table complaint as
select
    cast(text_of(Creation_Date) as date) as day,
    text_of(Status) as status,
    text_of(What_is_the_Nature_of_this_Code_Violation) as nature,
    cast(text_of(Latitude) as double) as latitude,
    cast(text_of(Longitude) as double) as longitude
from read_csv('$data/services_311/sanitation_requests*.csv', all_varchar = true, header = true);

-- One report stands twice in the file; the first one counts.
create table burglary as
select
    any_value(cast(text_of("Date") as date)) as day,
    any_value(cast(text_of(Latitude) as double)) as latitude,
    any_value(cast(text_of(Longitude) as double)) as longitude
from read_csv('$data/police/burglaries*.csv', all_varchar = true, header = true)
group by text_of(ID);

create table weather as
select
    cast("date" as date) as day,
    cast(precipIntensity as double) as precipitation,
    cast(temperatureMax as double) as temperature_max,
    cast(windSpeed as double) as wind_speed,
    cast(humidity as double) as humidity
from read_csv('$data/weather/daily.csv', all_varchar = true, header = true);
