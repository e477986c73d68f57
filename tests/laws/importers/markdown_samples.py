"""Small invented laws in the layouts of the publishers of Markdown and plain text."""


def legalize(country: str, body: str, **facts: str) -> str:
    """A file of a legalize repository."""
    lines = "".join(f'{key}: "{value}"\n' for key, value in facts.items())
    return f'---\ntitle: "Law on Kites"\nidentifier: "K-7"\ncountry: "{country}"\n{lines}---\n# Law on Kites\n\n{body}'


SWISS = legalize(
    "ch",
    """<sup>1</sup> , gestützt auf Artikel 9, beschliesst:

## 1. Titel: Drachen

### 1. Kapitel: Allgemeines <sup>3</sup>

##### **Art. 1** Gegenstand

<sup>1</sup> Dieses Gesetz regelt:

- a. das Steigen;

- b. das Fallen (Art. 2).

##### **Art. 1** a Zusatz [^4]

Ein Text mit \\*Stern und *Schrägem*.

##### **Art. 3**

Mehr.

###### Fussnoten

[^3]: Fassung gemäss Anhang.

[^4]: Eingefügt.
""",
    rank="bundesgesetz",
    publication_date="2001-05-04",
    last_updated="2017-01-01",
    entry_into_force="2002-07-01",
    status="in_force",
    sr_number="999.1",
    title_fr="Loi sur les cerfs-volants",
    source="https://fedlex.example/eli/cc/1",
)

CHILEAN = legalize(
    "cl",
    """## TITULO I De las cometas

### CAPITULO I

De la forma

###### Artículo 1

Artículo 1°- Toda cometa tiene cola.

###### Artículo 1 BIS

Artículo 1° BIS.- La cola es larga.

###### Artículo 2 Ñ

Sin cola.

## DISPOSICIONES TRANSITORIAS DE LA LEY N° 99

###### Artículo primero

Las colas viejas siguen.
""",
    official_type="Ley",
    official_number="123",
    status="in_force",
    publication_date="1970-10-02",
    promulgation_date="1970-08-28",
    rank="ley",
)

IRISH = legalize(
    "ie",
    """## PART I Kites

### Chapter 1 *General*

##### 1 Short title.

**1.**—(1) This Act may be cited as the Kites Act.

(2) It applies to *section 2*.

##### 2A Tails.

**2A.**—A tail is long.

## FIRST SCHEDULE Old kites

## PART I

1. (1) Old kites stay.

(2) They fly.

2. New kites fall.

## SECOND SCHEDULE

| Number | Title |
| --- | --- |
| 1 | *Strings Act* |
""",
    title_ga="An tAcht um Eitleoga",
)

NORWEGIAN = legalize(
    "no",
    """## Kapittel 1. Drager

##### § 1. Formål1

Loven gjelder drager.2

##### § 1 b.1

Mer.

## Forordninger1

##### Artikkel 1. Definisjoner

I forordningen.

### En annen forordning

##### Art 1. Definisjoner

Noe annet.
""",
    status="in_force",
    refid="lov/1999-12-15-9",
    publication_date="2000-01-01",
    last_updated="2000-01-01",
    date_in_force="2000-01-01",
    last_changed_by="lov/2023-12-20-110 fra 2024-05-24",
    changes_to="lov/1961-03-03-4, lov/1961-03-03-5",
)

FRENCH = legalize(
    "fr",
    """## Partie législative

### Première partie : Les cerfs-volants

#### Livre Ier : La toile

#### Titre Ier : Objet

#### Chapitre Ier : Nature

#### Section 1 : Définitions

##### Article L111-1

La toile est tendue.

##### Article R*111-2

   1° Elle est bleue ;

   2° Elle est rouge.

#### Titre II : Durée

#### Chapitre unique

##### Article L121-1

Toujours.

#### Annexes

##### Article Annexe de l'article R. 111-2

Un tableau.
""",
    rank="code",
    status="in_force",
)

SWEDISH = """---
beteckning: 1971:45
rubrik: Draklag (1971:45)
utfardad_datum: 1971-06-29
publicerad_datum: 2025-06-09
andringsforfattningar:
  - beteckning: "1986:235"
    rubrik: "Lag (1986:235) om ändring i draklagen"
    ikraft_datum: 1986-07-01
    anteckningar: "ändr. 1 §"
  - beteckning: "2025:9"
    rubrik: "Lag (2025:9) om ändring i draklagen"
    ikraft_datum: 2030-07-01
---

# Draklag (1971:45)

## 1 kap. Drakar

### Inledning

#### 1 §

En drake får, enligt [2 §](#kap1.2), stiga. Lag ([1986:235](https://selex.example/1986/235)).

#### 1 a §

Mer.

## 2 kap. Svansar

#### 1 §

En svans.

#### /28/ 2 §

Två svansar.

### Bilaga

### Article 5

A tail.

### Article 5

Une queue.
"""

GERMAN = """---
Title: Gesetz über Drachen
jurabk: DrachenG 1999
layout: default
origslug: drachg_1999
slug: drachg_1999

---

# Gesetz über Drachen (DrachenG 1999)

Ausfertigungsdatum
:   1999-09-09

Fundstelle
:   BGBl I: 1999, 1273

Zuletzt geändert durch
:   Art. 25 G v. 23.6.2021 I 1858

Änderung durch
:   Art. 3 G v. 10.8.2021 I 3490 (Nr. 53) textlich nachgewiesen, dokumentarisch noch nicht abschließend
    bearbeitet

Dieses Gesetz dient dem Steigen vom
12\\. Mai.

## Abschnitt 1 - Steigen

### § 1 Zweck

(1) Ein Drache, der
steigt, ist

1.  leicht oder
    bunt und


2.  neu.


### (XXXX) §§ 2 bis 4 (weggefallen)

### § 5a

Er fällt.

### Anhang (zu § 1)

Bilder 1 - 2.
"""

CHINESE = """# 中华人民共和国风筝法

1993年9月2日 第八届全国人民代表大会常务委员会第三次会议通过

2019年4月23日 第十三届全国人民代表大会常务委员会第十次会议《关于修改某法的决定》修正

<!-- INFO END -->

## 第一章 总 则

第一条 为了规范风筝，制定本法。

第二条 风筝分为下列种类：

（一）大的；

（二）小的。

第一条规定的除外。

### 第一节 线

第二条之一 线应当牢固。

第三条　本法自2020年1月1日起施行。《风筝暂行办法》同时废止。

## 附件

清单。
"""
