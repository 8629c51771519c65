-- One row per violated item, of one column per item; the cells are counts.
select inspection_id, cast(item as smallint) as item, found, _file, _row
from food_violation
lateral view stack(
    44,
    1, item_1, 2, item_2, 3, item_3, 4, item_4, 5, item_5, 6, item_6,
    7, item_7, 8, item_8, 9, item_9, 10, item_10, 11, item_11, 12, item_12,
    13, item_13, 14, item_14, 15, item_15, 16, item_16, 17, item_17, 18, item_18,
    19, item_19, 20, item_20, 21, item_21, 22, item_22, 24, item_24, 25, item_25,
    26, item_26, 27, item_27, 28, item_28, 29, item_29, 30, item_30, 31, item_31,
    32, item_32, 33, item_33, 34, item_34, 35, item_35, 36, item_36, 37, item_37,
    38, item_38, 39, item_39, 40, item_40, 41, item_41, 42, item_42, 43, item_43,
    44, item_44, 70, item_70
) as item, found
where found > 0
