"""The stamp of the analysis in a manifest."""

import hashlib
import json

from search_service.vietnamese import (
    ANALYZER_VERSION,
    fold,
    normal_form,
    segment,
    sentences,
    slug,
    syllables,
    tokenize,
    words,
)

SAMPLE = """Tuyên giáo các cấp – Thứ Ba, 25/10/2022 15:21'(GMT+7)
Ðồng chí Lê Hải Bình, Uỷ viên dự khuyết BCH Trung ương Đảng, dự hội nghị ở TP.HCM. COVID-19, v.v.
Hoà bình, khoẻ mạnh, hoàng hôn; qúy tộc, thuỷ lợi: xem https://tuoitre.vn/a hoặc a.b@c.vn!
---------- Café 한국 31/2021/NĐ-CP PGS.TS Nguyễn Văn A"""

DIGESTS = {"5+pyvi-0.1.1": "f434c4e4daaf84be"}


def test_other_output_needs_another_version() -> None:
    tokens = [[token.text, token.start, token.end] for token in tokenize(SAMPLE)]
    analyses = [f(SAMPLE) for f in (normal_form, fold, slug, syllables, segment, words, sentences)]
    output = json.dumps([tokens, analyses], ensure_ascii=False)
    digest = hashlib.sha256(output.encode()).hexdigest()[:16]
    assert DIGESTS[ANALYZER_VERSION] == digest, "raise _ANALYSIS and record the digest under it"
