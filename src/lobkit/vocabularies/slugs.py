"""The slugs of the four vocabularies as types; made by tools/generate.py from the data files."""

from typing import Literal

SectorSlug = Literal[
    "vmbo",
    "havo-vwo",
    "mbo",
    "ho",
]
ThemaSlug = Literal[
    "visie-beleid-en-kwaliteit",
    "lob-leeromgeving",
    "lob-programma",
    "studiekeuze-studiesucces",
    "loopbaangesprek",
    "doorstromen",
    "arbeidsmarktinformatie",
    "lob-documenten",
    "ouderbetrokkenheid",
    "professionalisering",
    "samenwerking",
    "kansengelijkheid",
]
JaartalSlug = Literal[
    "na-2020",
    "2015-2020",
    "voor-2015",
]
SoortSlug = Literal[
    "proefschrift",
    "inaugurale-rede-lectorale-rede",
    "onderzoeksrapport",
    "samenvatting-onderzoeksrapport",
    "artikel",
]
