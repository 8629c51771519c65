-- One row per indicator, of one column per indicator; the file says of which years in words alone.
select community_area, indicator, value,
    date '2005-01-01' as period_from, date '2011-12-31' as period_through, _file, _row
from area_health_indicator
lateral view stack(
    27,
    'birth_rate', birth_rate,
    'fertility_rate', fertility_rate,
    'low_birth_weight', low_birth_weight,
    'prenatal_care_first_trimester', prenatal_care_first_trimester,
    'preterm_births', preterm_births,
    'teen_birth_rate', teen_birth_rate,
    'homicide_deaths', homicide_deaths,
    'breast_cancer_deaths', breast_cancer_deaths,
    'cancer_deaths', cancer_deaths,
    'colorectal_cancer_deaths', colorectal_cancer_deaths,
    'diabetes_deaths', diabetes_deaths,
    'firearm_deaths', firearm_deaths,
    'infant_mortality', infant_mortality,
    'lung_cancer_deaths', lung_cancer_deaths,
    'prostate_cancer_deaths', prostate_cancer_deaths,
    'stroke_deaths', stroke_deaths,
    'childhood_lead_screening', childhood_lead_screening,
    'childhood_lead_poisoning', childhood_lead_poisoning,
    'gonorrhoea_women', gonorrhoea_women,
    'gonorrhoea_men', gonorrhoea_men,
    'tuberculosis', tuberculosis,
    'below_poverty_level', below_poverty_level,
    'crowded_housing', crowded_housing,
    'dependency', dependency,
    'no_high_school_diploma', no_high_school_diploma,
    'per_capita_income', per_capita_income,
    'unemployment', unemployment
) as indicator, value
