"""Small invented texts in the layouts of the publishers, and how tests hand them to an adapter."""

from collections.abc import Mapping
from typing import Any

from laws.importers.types import Adapter, LawFile, ParsedLaw

LIMS = """<?xml version="1.0" encoding="utf-8"?>
<Statute lims:pit-date="2024-05-01" lims:lastAmendedDate="2024-04-01" lims:current-date="2025-07-24" in-force="yes"
 xml:lang="en" xmlns:lims="http://justice.gc.ca/lims"><Identification><LongTitle>An Act respecting lanterns</LongTitle>
<ShortTitle status="official">Lantern Act</ShortTitle><BillHistory><Stages stage="assented-to"><Date><YYYY>1990</YYYY>
<MM>6</MM><DD>7</DD></Date></Stages></BillHistory><Chapter><ConsolidatedNumber official="yes">L-1.5</ConsolidatedNumber>
<AnnualStatuteId><AnnualStatuteNumber>12</AnnualStatuteNumber><YYYY>1990</YYYY></AnnualStatuteId></Chapter>
</Identification><Introduction><Preamble><Provision><Text>Whereas lanterns are lit;</Text></Provision></Preamble>
</Introduction><Body>
<Section><MarginalNote>Short title</MarginalNote><Label>1</Label><Text>This is the <XRefExternal link="L-1.5">Lantern
Act</XRefExternal>.</Text><HistoricalNote><HistoricalNoteSubItem>1990, c. 12, s. 1</HistoricalNoteSubItem>
</HistoricalNote></Section>
<Heading level="1"><Label>PART I</Label><TitleText>Lanterns</TitleText></Heading>
<Heading level="2"><TitleText>Interpretation</TitleText></Heading>
<Section><MarginalNote>Definitions</MarginalNote><Label>2</Label><Text>In this Act,</Text><Definition><Text>
<DefinedTermEn>lantern</DefinedTermEn> means a lamp with</Text><Paragraph><Label>(a)</Label><Text>a wick, or</Text>
</Paragraph><Paragraph><Label>(b)</Label><Text>a cell;</Text></Paragraph></Definition></Section>
<Section><Label>2.1</Label><Subsection><MarginalNote>Idem</MarginalNote><Label>(1)</Label><Text>A lantern<FootnoteRef
idref="f">1</FootnoteRef> burns.</Text></Subsection></Section>
<Heading level="1"><Label>PART II</Label><TitleText>Wicks</TitleText></Heading>
<Section><Label>3</Label><Text><Repealed>[Repealed, 2001, c. 3, s. 4]</Repealed></Text></Section>
</Body>
<Schedule><ScheduleFormHeading><Label>SCHEDULE 1</Label><OriginatingRef>(Section 2)</OriginatingRef><TitleText>Fees
</TitleText></ScheduleFormHeading><TableGroup><table><tgroup><tbody><row><entry>Lamp</entry><entry><Provision><Text>two
dollars</Text></Provision></entry></row></tbody></tgroup></table></TableGroup></Schedule>
<Schedule id="RelatedProvs"><ScheduleFormHeading><TitleText>RELATED PROVISIONS</TitleText></ScheduleFormHeading>
<BillPiece><RelatedOrNotInForce><Heading level="5"><TitleText>2001, c. 3, s. 9</TitleText></Heading><Section>
<Label>9</Label><Text>Older lanterns stay lit.</Text></Section></RelatedOrNotInForce></BillPiece></Schedule>
<RecentAmendments><Amendment><AmendmentCitation link="2024_3">2024, c. 3</AmendmentCitation><AmendmentDate>2024-04-01
</AmendmentDate></Amendment></RecentAmendments></Statute>"""

LIMS_REGULATION = """<?xml version="1.0" encoding="utf-8"?>
<Regulation lims:pit-date="2021-02-04" xml:lang="fr" xmlns:lims="http://justice.gc.ca/lims"><Identification>
<InstrumentNumber>DORS/2020-7</InstrumentNumber><RegistrationDate><Date><YYYY>2020</YYYY><MM>1</MM><DD>31</DD></Date>
</RegistrationDate><EnablingAuthority><XRefExternal reference-type="act" link="L-1.5">LOI SUR LES LANTERNES
</XRefExternal></EnablingAuthority><LongTitle>Règlement sur les mèches</LongTitle></Identification><Body><Section>
<Label>1</Label><Text>Une mèche brûle.</Text></Section><Section><MarginalNote>Liste</MarginalNote><Label>2</Label>
<BilingualGroup><BilingualItemEn>Oil</BilingualItemEn><BilingualItemFr>Huile</BilingualItemFr></BilingualGroup></Section>
</Body></Regulation>"""

EGOV = """<?xml version="1.0" encoding="UTF-8"?>
<Law Era="Showa" Lang="ja" LawType="Act" Num="7" Year="34" PromulgateMonth="04" PromulgateDay="13">
<LawNum>昭和三十四年法律第七号</LawNum><LawBody><LawTitle Kana="とうろうほう">灯籠法</LawTitle>
<TOC><TOCLabel>目次</TOCLabel><TOCChapter Num="1"><ChapterTitle>第一章　総則</ChapterTitle></TOCChapter></TOC>
<MainProvision><Chapter Num="1"><ChapterTitle>第一章　総則</ChapterTitle><Article Num="1">
<ArticleCaption>（目的）</ArticleCaption><ArticleTitle>第一条</ArticleTitle><Paragraph Num="1"><ParagraphNum/>
<ParagraphSentence><Sentence Num="1">この法律は、<Ruby>灯<Rt>あか</Rt></Ruby>りを守る。</Sentence>
<Sentence Num="2">ただし、消灯の時を除く。</Sentence></ParagraphSentence></Paragraph><Paragraph Num="2">
<ParagraphNum>２</ParagraphNum><ParagraphSentence><Sentence>次に掲げる。</Sentence></ParagraphSentence><Item Num="1">
<ItemTitle>一</ItemTitle><ItemSentence><Column Num="1"><Sentence>油</Sentence></Column><Column Num="2"><Sentence>燃える
もの</Sentence></Column></ItemSentence><Subitem1 Num="1"><Subitem1Title>イ</Subitem1Title><Subitem1Sentence><Sentence>
菜種</Sentence></Subitem1Sentence></Subitem1></Item></Paragraph></Article>
<Section Num="1"><SectionTitle>第一節　芯</SectionTitle><Article Num="1_2"><ArticleTitle>第一条の二</ArticleTitle>
<Paragraph Num="1"><ParagraphNum/><ParagraphSentence><Sentence>表のとおり。</Sentence></ParagraphSentence><TableStruct>
<Table><TableRow><TableColumn><Sentence>芯</Sentence></TableColumn><TableColumn><Sentence>一本</Sentence></TableColumn>
</TableRow></Table></TableStruct></Paragraph></Article></Section></Chapter></MainProvision>
<SupplProvision><SupplProvisionLabel>附　則</SupplProvisionLabel><Paragraph Num="1"><ParagraphNum/><ParagraphSentence>
<Sentence>公布の日から施行する。</Sentence></ParagraphSentence></Paragraph></SupplProvision>
<SupplProvision AmendLawNum="令和五年六月一四日法律第五一号" Extract="true">
<SupplProvisionLabel>附　則</SupplProvisionLabel>
<Article Num="1"><ArticleTitle>第一条</ArticleTitle><Paragraph Num="1"><ParagraphNum/><ParagraphSentence><Sentence>
翌年から施行する。</Sentence></ParagraphSentence></Paragraph></Article></SupplProvision>
<AppdxTable><AppdxTableTitle>別表</AppdxTableTitle><RelatedArticleNum>（第一条関係）</RelatedArticleNum>
<TableStruct><Table>
<TableRow><TableColumn><Sentence>一</Sentence></TableColumn><TableColumn><Sentence>百円</Sentence></TableColumn></TableRow>
</Table></TableStruct></AppdxTable></LawBody></Law>"""

TWMOJ: dict[str, Any] = {
    "法規性質": "法律",
    "法規名稱": "燈籠法",
    "法規網址": "https://law.moj.gov.tw/LawClass/LawAll.aspx?pcode=Z0990001",
    "最新異動日期": "20230524",
    "生效日期": "99991231",
    "英文法規名稱": "Lantern Act",
    "沿革內容": "1.中華民國十九年五月六日國民政府制定公布\r\n2.中華民國一百十二年五月二十四日修正",
    "法規內容": [
        {"編章節": "第 一 章 總則"},
        {"條號": "第 1 條", "條文內容": "燈籠應點亮。\r\n商請鄰人協助。"},
        {"編章節": "      第 一 節 燈芯"},
        {"條號": "第 2 條", "條文內容": "（刪除）"},
        {"條號": "第 2-1 條", "條文內容": "燈芯一根。"},
        {"編章節": "第 二 章 附則"},
        {"條號": "第 3 條", "條文內容": "本法自公布日施行。"},
    ],
}


def a_file(content: str | bytes, path: str = "law.bin", meta: Mapping[str, Any] | None = None) -> LawFile:
    return LawFile(path, content.encode() if isinstance(content, str) else content, meta or {})


def the_law(adapter: Adapter, content: str | bytes, path: str = "law.bin", **meta: Any) -> ParsedLaw:
    """The one law in a file, read by the adapter that must know it."""
    file = a_file(content, path, meta)
    assert adapter.sniff(file) >= 50
    (parsed,) = adapter.parse(file)
    return parsed


def outline(parsed: ParsedLaw) -> list[tuple[int, str, str, str]]:
    return [(piece.depth, piece.unit, piece.number_raw, piece.heading) for piece in parsed.pieces]
