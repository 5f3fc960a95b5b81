from __future__ import annotations

from lxml import etree

from search_service.web.markup import Maker, answer, writable

make = Maker("urn:one", two="urn:two")
other = Maker("urn:two", two="urn:two")


def test_elements_are_made_of_texts_and_elements_and_nothing_is_passed_over() -> None:
    root = make("a", make("b", "Lúa"), None, other("c", href="/x"))
    assert etree.tostring(root, encoding=str) == (
        '<a xmlns="urn:one" xmlns:two="urn:two"><b>Lúa</b><two:c href="/x"/></a>'
    )


def test_what_is_said_is_escaped() -> None:
    root = make("a", "<b>&]]>", href='"<&')
    (read,) = etree.fromstring(etree.tostring(make("r", root)))
    assert (read.text, read.get("href")) == ("<b>&]]>", '"<&')


def test_characters_that_xml_cannot_write_are_left_out() -> None:
    assert writable("a\x00b\x1fc\ufffed\uffff\ud800e\t\n") == "abcde\t\n"
    assert writable("Đắk Lắk 🌾") == "Đắk Lắk 🌾"
    assert make("a", "\x00lúa", href="\x01/").text == "lúa"


def test_an_answer_is_a_document_in_utf_8_without_prefixes_it_does_not_use() -> None:
    sent = answer(make("a", "Lúa"), "application/atom+xml")
    assert sent.content_type == "application/atom+xml; charset=utf-8"
    assert sent.data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    assert b"urn:two" not in sent.data
    assert etree.fromstring(sent.data).text == "Lúa"
