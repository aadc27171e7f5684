"""Runs in the peers' own environment: mails as JSON in, what each tool shows as JSON out.

``python _peers_worker.py TOOL`` reads a list of texts and writes, for each, the text that
the tool leaves for the reader.
"""

import json
import sys
from collections.abc import Callable


def quotequail(text: str) -> str:
    import quotequail

    return "\n".join(part for shown, part in quotequail.quote(text) if shown)


def email_reply_parser(text: str) -> str:
    from email_reply_parser import EmailReplyParser

    return EmailReplyParser.read(text).reply


def mail_parser_reply(text: str) -> str:
    from mailparser_reply import EmailReplyParser
    from mailparser_reply.constants import MAIL_LANGUAGES

    return EmailReplyParser(languages=list(MAIL_LANGUAGES)).parse_reply(text=text) or ""


def talon(text: str) -> str:
    from talon import quotations

    return quotations.extract_from_plain(text)


TOOLS: dict[str, Callable[[str], str]] = {
    "quotequail": quotequail,
    "email-reply-parser": email_reply_parser,
    "mail-parser-reply": mail_parser_reply,
    "talon": talon,
}


def main() -> None:
    show = TOOLS[sys.argv[1]]
    json.dump([show(text) for text in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
