"""Made-up names of the demo's grids. Only 在竹 and 云腾 are names that the seed document gives."""

# Street code, name, English name, and its communities: name, English name, estates, buildings.
STREETS = (
    ("001", "荣业街道", "Rongye", (
        ("鸣凤社区", "Mingfeng", 20, 5),
        ("在竹社区", "Zaizhu", 18, 4),
        ("白驹社区", "Baiju", 16, 4),
    )),
    ("002", "驰誉街道", "Chiyu", (
        ("云腾社区", "Yunteng", 18, 4),
        ("致雨社区", "Zhiyu", 16, 4),
    )),
    ("003", "如松街道", "Rusong", (
        ("之盛社区", "Zhisheng", 18, 4),
        ("川流社区", "Chuanliu", 16, 3),
    )),
)  # fmt: skip

ESTATE_FIRST = (
    ("锦绣", "Jinxiu"), ("金穗", "Jinsui"), ("阳光", "Yangguang"), ("福源", "Fuyuan"),
    ("鸿雁", "Hongyan"), ("安居", "Anju"), ("松江", "Songjiang"), ("北苑", "Beiyuan"),
    ("丽水", "Lishui"), ("盛世", "Shengshi"), ("瑞和", "Ruihe"), ("长青", "Changqing"),
    ("百合", "Baihe"), ("春晖", "Chunhui"), ("祥云里", "Xiangyunli"), ("德馨", "Dexin"),
    ("和悦", "Heyue"), ("景泰", "Jingtai"), ("康宁", "Kangning"), ("兰亭", "Lanting"),
    ("明珠", "Mingzhu"), ("宁馨", "Ningxin"), ("品逸", "Pinyi"), ("清华里", "Qinghuali"),
    ("荣昌", "Rongchang"), ("书香", "Shuxiang"), ("天鹅湖", "Tian'ehu"), ("文昌", "Wenchang"),
    ("新城", "Xincheng"), ("杏林", "Xinglin"), ("雅居", "Yaju"), ("永泰", "Yongtai"),
    ("玉兰", "Yulan"), ("园丁", "Yuanding"), ("中兴", "Zhongxing"), ("紫荆", "Zijing"),
    ("草原", "Caoyuan"), ("丰收", "Fengshou"), ("广场", "Guangchang"), ("华庭", "Huating"),
    ("嘉和", "Jiahe"),
)  # fmt: skip
ESTATE_LAST = (("家园", "Jiayuan"), ("小区", "Xiaoqu"), ("花园", "Huayuan"))

BUILDING_FIRST = (
    ("宏达", "Hongda"), ("鑫茂", "Xinmao"), ("万佳", "Wanjia"), ("银座", "Yinzuo"),
    ("亿联", "Yilian"), ("金鼎", "Jinding"), ("聚源", "Juyuan"), ("天润", "Tianrun"),
    ("汇丰里", "Huifengli"), ("国宾", "Guobin"),
)  # fmt: skip
BUILDING_LAST = (("商务楼", "Offices"), ("综合楼", "Building"), ("商厦", "Shopping Building"))


def estate_name(index: int) -> tuple[str, str]:
    """The `index`-th estate's name in both languages; 123 different ones."""
    first = ESTATE_FIRST[index % len(ESTATE_FIRST)]
    last = ESTATE_LAST[(index // len(ESTATE_FIRST) + index % len(ESTATE_FIRST)) % len(ESTATE_LAST)]
    return first[0] + last[0], f"{first[1]} {last[1]}"


def building_name(index: int) -> tuple[str, str]:
    """The `index`-th building's name in both languages; 30 different ones."""
    first = BUILDING_FIRST[index % len(BUILDING_FIRST)]
    last = BUILDING_LAST[
        (index // len(BUILDING_FIRST) + index % len(BUILDING_FIRST)) % len(BUILDING_LAST)
    ]
    return first[0] + last[0], f"{first[1]} {last[1]}"
