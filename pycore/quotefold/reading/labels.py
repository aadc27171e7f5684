"""Words that pages put around posts, by language. Data only: a new language is one entry.

All words are compared casefolded, as whole texts or at the start of one, never inside the
words of a post. Sources: the interfaces of X, Mastodon, Bluesky and Digg in these
languages, as far as their public translations name them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from quotefold.reading.raw import Label


@dataclass(frozen=True, slots=True)
class Words:
    """One language. ``*_by`` labels stand before a name or handle, the others also alone;
    ``after`` labels stand behind a name ("Ada reposted")."""

    language: str
    original: tuple[str, ...] = ()
    quote: tuple[str, ...] = ()
    reply: tuple[str, ...] = ()
    repost: tuple[str, ...] = ()
    repost_after: tuple[str, ...] = ()
    and_more: tuple[str, ...] = ()
    """What joins the names in "Replying to @a and 2 others"."""
    by: tuple[str, ...] = ()
    """Stands before an author's name or a time and says nothing more."""
    views: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    """Units of an age ("3 h"), with and without the word for "ago"."""
    ago_before: tuple[str, ...] = ()
    ago_after: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    """Days by name: of the week, "yesterday", "just now"."""
    joints: tuple[str, ...] = ()
    """Words between a date and a clock."""
    chrome: tuple[str, ...] = ()
    """Whole texts of buttons, links and menus."""
    chrome_numbered: tuple[str, ...] = ()
    """The same with a number in them, written ``#``."""
    permalink: tuple[str, ...] = ()
    """Those of the texts of buttons and links that lead to the post itself."""


def _w(words: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in words.split("|") if part.strip())


LANGUAGES: Final[tuple[Words, ...]] = (
    Words(
        "en",
        original=_w("original post|original tweet|main post|the post|opening post|op"),
        quote=_w(
            "quoting|quote|quotes|quoted|quoted from|quoted post|quoted tweet|quote post|"
            "quote tweet|quote-post|quote-tweet|quotes post by|quoting post by|quoted by author|"
            "quote of|qt|re-quoting|quoted from post by|quoting a post by"
        ),
        reply=_w(
            "replying to|in reply to|reply to|replied to|replies to|in response to|"
            "responding to|answering|reply|↩|↪|⤷|↳|re"
        ),
        repost=_w(
            "reposted from|repost from|repost of|retweet of|retweeted from|repost|reposted by|"
            "retweeted by|boosted by|rt"
        ),
        repost_after=_w("reposted|retweeted|boosted|reposts"),
        and_more=_w("and|others|other|more|&|people"),
        by=_w(
            "by|from|via|posted by|written by|tweet by|post by|author|posted|posted on|on|at|"
            "published|updated|edited|last edited|date|time"
        ),
        views=_w("views|view|impressions"),
        counts=_w(
            "likes|like|favorites|favourites|favs|replies|reply|comments|comment|reposts|repost|"
            "retweets|retweet|quotes|quote|bookmarks|bookmark|shares|share|boosts|boost|upvotes|"
            "points|point|reactions|reaction|hearts|quote tweets|quote posts|answers|rts|"
            "responses|response"
        ),
        months=_w(
            "jan|january|feb|february|mar|march|apr|april|may|jun|june|jul|july|aug|"
            "august|sep|sept|september|oct|october|nov|november|dec|december"
        ),
        units=_w(
            "s|sec|secs|second|seconds|m|min|mins|minute|minutes|h|hr|hrs|hour|hours|d|day|"
            "days|w|wk|wks|week|weeks|mo|mos|month|months|y|yr|yrs|year|years"
        ),
        ago_after=_w("ago"),
        days=_w(
            "yesterday|today|just now|now|mon|monday|tue|tues|tuesday|wed|wednesday|thu|"
            "thurs|thursday|fri|friday|sat|saturday|sun|sunday|an hour ago|a minute ago|"
            "a day ago|last week|moments ago"
        ),
        joints=_w("at|on"),
        chrome=_w(
            "show more|read more|see more|view more|view on x|view on twitter|"
            "view original post on x|view original|view post|view tweet|view thread|view image|"
            "view on site|see on x|open on x|open in x|view original post|see original|"
            "see the post|see post|see tweet|see this post on x|view this post on x|"
            "show this thread|show thread|show post|show tweet|show original|view conversation|"
            "read on x|read the full conversation on x|read the full conversation on twitter|"
            "permalink|permanent link|link|source|original|on x|x|twitter|tweet|post|"
            "follow|following|followed|unfollow|follow back|subscribe|subscribed|"
            "copy link|copy link to post|copy|copied|share|share post|share this|share this post|"
            "reply|replies|respond|comment|like|liked|unlike|repost|retweet|bookmark|bookmarked|"
            "save|saved|report|report post|flag|block|mute|embed|embed post|embed this post|"
            "translate|translate post|translate tweet|show translation|more|more options|options|"
            "menu|close|hide|show|expand|collapse|download|edit|delete|upvote|downvote|"
            "verified|verified account|verified user|verified author|image|photo|gif|alt|video|"
            "play|play video|media|avatar|op|author|original poster|explain this post|"
            "twitter for websites, ads information and privacy|ads info and privacy|promoted|ad|"
            "pinned|pinned post|pinned tweet|quote this|quote|cite|thread|🔗|#|⋯|…|...|•••|"
            "go to post|jump to post|show in context|context|parent|next|prev|previous|root|"
            "load more|load tweet|show quote|show quoted post|hide quote|reply on x|like on x|"
            "reply on twitter|load more replies|tap to view|click to expand|from x|embedded post|"
            "embedded tweet|post from x|tweet from x|via x|via twitter|posted on x|x post|"
            "x (formerly twitter)|via x (formerly twitter)|on x (formerly twitter)|"
            "advertisement|thread starter|topic starter"
        ),
        permalink=_w(
            "permalink|permanent link|link|#|🔗|view on x|view on twitter|view original post on x|"
            "view original|view post|view tweet|see on x|open on x|open in x|view original post|"
            "see original|see the post|see post|see tweet|see this post on x|"
            "view this post on x|show post|show tweet|show original|source|original|on x|"
            "read on x|go to post|jump to post|show in context|context|show quoted post|"
            "posted on x|x post|post|tweet"
        ),
        chrome_numbered=_w(
            "read # reply|read # replies|show # reply|show # replies|view # reply|"
            "view # replies|# more reply|# more replies|show # more replies|view # more replies|"
            "show # more reply|load # more replies|see # replies|see # reply|hide # replies|"
            "rank #|rank # in ai|no. #|post #|comment #|part #|page #|thread of #|"
            "read # more replies"
        ),
    ),
    Words(
        "de",
        original=_w("originalbeitrag|ursprünglicher beitrag|ausgangsbeitrag|originalpost"),
        quote=_w("zitiert|zitat|zitat von|zitiert von|zitierter beitrag|zitiert aus"),
        reply=_w("antwort an|als antwort auf|antwortet auf|antwort auf|antwort"),
        repost=_w("repost von|geteilt von|weiterverbreitet von"),
        repost_after=_w("hat repostet|hat geteilt|repostete|teilte"),
        and_more=_w("und|weitere|andere|anderen|weiteren"),
        by=_w("von|am|um|vom|veröffentlicht|gepostet|gepostet von|autor|bearbeitet"),
        views=_w("aufrufe|aufruf|mal angezeigt|ansichten"),
        counts=_w("gefällt mir|antworten|antwort|reposts|zitate|lesezeichen|kommentare|likes"),
        months=_w(
            "januar|jan|februar|feb|märz|mär|mrz|april|apr|mai|juni|jun|juli|jul|august|"
            "aug|september|sep|sept|oktober|okt|november|nov|dezember|dez"
        ),
        units=_w(
            "sek|sekunde|sekunden|min|minute|minuten|std|stunde|stunden|tag|tage|tagen|t|"
            "woche|wochen|wo|monat|monate|monaten|jahr|jahre|jahren"
        ),
        ago_before=_w("vor"),
        days=_w(
            "gestern|heute|gerade eben|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
        ),
        joints=_w("um|am"),
        chrome=_w(
            "mehr anzeigen|mehr lesen|mehr|folgen|folge ich|link kopieren|teilen|antworten|"
            "auf x ansehen|auf x anzeigen|original anzeigen|gefällt mir|reposten|melden|"
            "beitrag übersetzen|übersetzen|thread anzeigen|diesen thread anzeigen|anzeige|"
            "zitieren|kopieren|verifiziert|beitrag ansehen|quelle"
        ),
        chrome_numbered=_w(
            "# antwort lesen|# antworten lesen|# antworten anzeigen|# weitere antworten"
        ),
    ),
    Words(
        "fr",
        original=_w("post original|message original|publication originale|tweet original"),
        quote=_w("citation de|citant|citation|cite|post cité|tweet cité|publication citée"),
        reply=_w("en réponse à|réponse à|répond à|réponse"),
        repost=_w("repost de|reposté de|retweet de|reposté par"),
        repost_after=_w("a reposté|a retweeté|a partagé|a republié"),
        and_more=_w("et|autres|autre"),
        by=_w("par|de|le|publié|publié le|publié par|posté par|auteur|modifié"),
        views=_w("vues|vue|affichages"),
        counts=_w("j'aime|j’aime|réponses|réponse|reposts|citations|signets|commentaires"),
        months=_w(
            "janvier|janv|février|févr|fév|mars|avril|avr|mai|juin|juillet|juil|août|"
            "septembre|sept|octobre|oct|novembre|nov|décembre|déc"
        ),
        units=_w(
            "s|sec|seconde|secondes|min|minute|minutes|h|heure|heures|j|jour|jours|sem|"
            "semaine|semaines|mois|an|ans"
        ),
        ago_before=_w("il y a"),
        days=_w(
            "hier|aujourd'hui|aujourd’hui|à l'instant|à l’instant|lundi|mardi|mercredi|"
            "jeudi|vendredi|samedi|dimanche"
        ),
        joints=_w("à|le"),
        chrome=_w(
            "voir plus|afficher plus|lire la suite|suivre|suivi|copier le lien|partager|"
            "répondre|voir sur x|voir le post|voir l'original|j'aime|j’aime|reposter|"
            "signaler|traduire|traduire le post|plus|citer|copier|source|afficher le fil"
        ),
        chrome_numbered=_w("lire # réponse|lire # réponses|voir # réponses|afficher # réponses"),
    ),
    Words(
        "es",
        original=_w("publicación original|post original|mensaje original|tuit original"),
        quote=_w("citando a|citando|cita de|cita|citado de|post citado|publicación citada"),
        reply=_w("en respuesta a|respondiendo a|respuesta a|responde a|respuesta"),
        repost=_w("reposteado de|repost de|reposteado por|retuit de"),
        repost_after=_w("reposteó|retuiteó|compartió|ha reposteado"),
        and_more=_w("y|otros|más|otras|personas"),
        by=_w("por|de|el|publicado|publicado el|publicado por|autor|editado"),
        views=_w("visualizaciones|vistas|reproducciones"),
        counts=_w("me gusta|respuestas|respuesta|reposts|citas|guardados|comentarios"),
        months=_w(
            "enero|ene|febrero|feb|marzo|mar|abril|abr|mayo|may|junio|jun|julio|jul|agosto|"
            "ago|septiembre|sept|sep|octubre|oct|noviembre|nov|diciembre|dic"
        ),
        units=_w(
            "s|seg|segundo|segundos|min|minuto|minutos|h|hora|horas|d|día|días|sem|semana|"
            "semanas|mes|meses|año|años"
        ),
        ago_before=_w("hace"),
        days=_w("ayer|hoy|ahora|lunes|martes|miércoles|jueves|viernes|sábado|domingo"),
        joints=_w("a las|de|del|a la|el"),
        chrome=_w(
            "mostrar más|ver más|leer más|seguir|siguiendo|copiar enlace|copiar|compartir|"
            "responder|ver en x|ver original|ver post|me gusta|repostear|denunciar|"
            "traducir|traducir post|más|citar|fuente|mostrar este hilo|ver hilo"
        ),
        chrome_numbered=_w(
            "leer # respuesta|leer # respuestas|ver # respuestas|mostrar # respuestas"
        ),
    ),
    Words(
        "pt",
        original=_w("post original|publicação original|postagem original|mensagem original"),
        quote=_w("citando|citação de|citação|post citado|publicação citada|citado de"),
        reply=_w("em resposta a|respondendo a|resposta a|em resposta para|resposta"),
        repost=_w("repost de|repostado de|repostado por|retweet de"),
        repost_after=_w("repostou|retweetou|compartilhou|republicou"),
        and_more=_w("e|outros|mais|outras|pessoas"),
        by=_w("por|de|em|publicado|publicado em|publicado por|autor|editado"),
        views=_w("visualizações|visualização"),
        counts=_w("curtidas|respostas|resposta|reposts|citações|itens salvos|comentários|gostos"),
        months=_w(
            "janeiro|jan|fevereiro|fev|março|mar|abril|abr|maio|mai|junho|jun|julho|jul|"
            "agosto|ago|setembro|set|outubro|out|novembro|nov|dezembro|dez"
        ),
        units=_w(
            "s|seg|segundo|segundos|min|minuto|minutos|h|hora|horas|d|dia|dias|sem|semana|"
            "semanas|mês|meses|ano|anos"
        ),
        ago_before=_w("há"),
        ago_after=_w("atrás"),
        days=_w("ontem|hoje|agora|segunda|terça|quarta|quinta|sexta|sábado|domingo"),
        joints=_w("às|de|à"),
        chrome=_w(
            "mostrar mais|ver mais|leia mais|ler mais|seguir|seguindo|copiar link|copiar|"
            "compartilhar|partilhar|responder|ver no x|ver original|ver post|curtir|"
            "repostar|denunciar|traduzir|traduzir post|mais|citar|fonte"
        ),
        chrome_numbered=_w("ler # resposta|ler # respostas|ver # respostas|mostrar # respostas"),
    ),
    Words(
        "it",
        original=_w("post originale|messaggio originale|pubblicazione originale"),
        quote=_w("citando|citazione di|citazione|post citato|cita"),
        reply=_w("in risposta a|risponde a|rispondendo a|risposta a|risposta"),
        repost=_w("repost di|ripubblicato da|ripostato da|retweet di"),
        repost_after=_w("ha ripostato|ha ritwittato|ha condiviso|ha ripubblicato"),
        and_more=_w("e|altri|altre|altro"),
        by=_w("di|da|il|pubblicato|pubblicato il|pubblicato da|autore|modificato"),
        views=_w("visualizzazioni|visualizzazione"),
        counts=_w("mi piace|risposte|risposta|repost|citazioni|segnalibri|commenti"),
        months=_w(
            "gennaio|gen|febbraio|feb|marzo|mar|aprile|apr|maggio|mag|giugno|giu|luglio|"
            "lug|agosto|ago|settembre|set|ottobre|ott|novembre|nov|dicembre|dic"
        ),
        units=_w(
            "s|sec|secondo|secondi|min|minuto|minuti|h|ora|ore|o|g|giorno|giorni|sett|"
            "settimana|settimane|mese|mesi|anno|anni"
        ),
        ago_after=_w("fa"),
        days=_w("ieri|oggi|adesso|ora|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica"),
        joints=_w("alle|ore|del|il"),
        chrome=_w(
            "mostra altro|leggi tutto|leggi di più|segui|segui già|copia link|copia|"
            "condividi|rispondi|vedi su x|visualizza su x|vedi originale|mi piace|"
            "segnala|traduci|traduci post|altro|cita|fonte"
        ),
        chrome_numbered=_w("leggi # risposta|leggi # risposte|mostra # risposte|vedi # risposte"),
    ),
    Words(
        "nl",
        original=_w("originele post|oorspronkelijke post|oorspronkelijk bericht"),
        quote=_w("citeert|citaat van|citaat|geciteerde post|geciteerd bericht"),
        reply=_w("als antwoord op|antwoord aan|reactie op|antwoord op|in antwoord op|antwoord"),
        repost=_w("repost van|gerepost door|gedeeld door"),
        repost_after=_w("heeft gerepost|repostte|heeft gedeeld"),
        and_more=_w("en|anderen|andere"),
        by=_w("door|van|op|geplaatst|geplaatst op|geplaatst door|auteur|bewerkt"),
        views=_w("weergaven|weergave|keer bekeken"),
        counts=_w("vind-ik-leuks|antwoorden|antwoord|reposts|citaten|bladwijzers|reacties"),
        months=_w(
            "januari|jan|februari|feb|maart|mrt|april|apr|mei|juni|jun|juli|jul|augustus|"
            "aug|september|sep|oktober|okt|november|nov|december|dec"
        ),
        units=_w(
            "s|sec|seconde|seconden|min|minuut|minuten|u|uur|d|dag|dagen|w|week|weken|mnd|"
            "maand|maanden|jaar|jr"
        ),
        ago_after=_w("geleden"),
        days=_w(
            "gisteren|vandaag|zojuist|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
        ),
        joints=_w("om|op"),
        chrome=_w(
            "meer weergeven|meer lezen|lees meer|volgen|volgend|link kopiëren|kopiëren|"
            "delen|beantwoorden|reageren|bekijken op x|bekijk op x|origineel bekijken|"
            "vind ik leuk|reposten|rapporteren|vertalen|post vertalen|meer|citeren|bron"
        ),
        chrome_numbered=_w("# antwoord lezen|# antwoorden lezen|# antwoorden weergeven"),
    ),
    Words(
        "ja",
        original=_w("元のポスト|元の投稿|オリジナルのポスト|元ポスト"),
        quote=_w("引用|引用元|引用ポスト|引用リポスト|引用ツイート"),
        reply=_w("返信先|返信先:|返信"),
        repost=_w("リポスト元|リポスト"),
        repost_after=_w("さんがリポスト|がリポスト|さんがリポストしました"),
        and_more=_w("さん|と|他"),
        by=_w("投稿者"),
        views=_w("件の表示|回表示"),
        counts=_w("件のいいね|件の返信|件のリポスト|件の引用|件のブックマーク"),
        units=_w("秒|分|時間|日|週間|か月|ヶ月|年"),
        ago_after=_w("前"),
        days=_w("昨日|今日|たった今"),
        chrome=_w(
            "さらに表示|もっと見る|フォロー|フォロー中|フォローする|リンクをコピー|共有|"
            "返信|いいね|リポスト|ポストを翻訳|xで見る|元のポストを表示|スレッドを表示|その他"
        ),
        chrome_numbered=_w("#件の返信を読む|#件の返信を表示"),
    ),
)


def _pattern(words: set[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


def _all(name: str) -> set[str]:
    return {word for language in LANGUAGES for word in getattr(language, name)}


ORIGINAL: Final = frozenset(_all("original"))
MORE: Final = frozenset(
    "show more|read more|see more|view more|mehr anzeigen|mehr lesen|voir plus|afficher plus|"
    "lire la suite|mostrar más|ver más|leer más|mostrar mais|ver mais|leia mais|mostra altro|"
    "leggi tutto|meer weergeven|lees meer|さらに表示|もっと見る|show this thread|"
    "show thread".split("|")
)
"""What stands at the end of a cut text, often as a link inside it."""

PERMALINK: Final = frozenset(_all("permalink"))
CHROME: Final = frozenset(_all("chrome")) | PERMALINK
CHROME_NUMBERED: Final = frozenset(_all("chrome_numbered"))
BY: Final = frozenset(_all("by"))
JOINERS: Final = frozenset(_all("and_more"))
REPOST_AFTER: Final = tuple(sorted(_all("repost_after"), key=len, reverse=True))

LABELS: Final[dict[str, Label]] = {
    **dict.fromkeys(_all("repost"), "repost"),
    **dict.fromkeys(_all("reply"), "reply"),
    **dict.fromkeys(_all("quote"), "quote"),
    **dict.fromkeys(ORIGINAL, "original"),
}
"""Every label, by its words."""

BARE_QUOTE: Final = frozenset(
    "quote|quoted|quoted post|quoted tweet|quote post|quote tweet|quote-post|quote-tweet|zitat|"
    "zitierter beitrag|citation|post cité|cita|post citado|citação|citazione|post citato|citaat|"
    "引用|引用ポスト".split("|")
)
"""Quote labels that are nouns: they name a block, not what its post does."""

_ONLY_ALONE: Final = frozenset("re op reply repost quotes answering cita cite".split())
"""Labels that are common words: as the start of a longer text they may be anybody's."""

LABEL_START: Final = re.compile(
    rf"(?:{_pattern(set(LABELS) - _ONLY_ALONE)})"
    r"(?!\w)\s*:?\s*"
)
"""A label at the start of a casefolded text (what follows must be names or handles)."""

# --- times ---------------------------------------------------------------------------

_MONTH = rf"(?:{_pattern(_all('months'))})\.?"
_DAY_NAME = rf"(?:{_pattern(_all('days'))})"
_UNIT = rf"(?:{_pattern(_all('units'))})"
_AGO_BEFORE = rf"(?:(?:{_pattern(_all('ago_before'))})\s*)?"
_AGO_AFTER = rf"(?:\s*(?:{_pattern(_all('ago_after'))}))?"
_JOINT = rf"(?:\s*(?:[·•,|/–—-]|{_pattern(_all('joints'))})\s*|\s+)"
_CLOCK = (
    r"(?:\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:\s*[ap]\.?\s?m\b\.?)?|\d{1,2}\s*[ap]\.?m\b\.?"
    r"|午[前後]\s?\d{1,2}:\d{2}|\d{1,2}h\d{2}\b|\d{1,2}\s?uhr)(?:\s?uhr)?"
)
_ZONE = (
    r"(?:\s*(?:utc|gmt|z|[pmce][sd]t|[pmce]t|cest|cet|bst|jst)\b|\s*(?:utc|gmt)?[+-]\d{2}:?\d{2})"
)
_YEAR = r"(?:19|20)\d{2}"
_ORDINAL = r"(?:st|nd|rd|th|er|º|\.)?"
_DATE = (
    rf"(?:{_MONTH}\s+\d{{1,2}}{_ORDINAL}(?:,?\s+{_YEAR}|,?\s+'\d\d)?"
    rf"|\d{{1,2}}{_ORDINAL}\s+(?:de\s+)?{_MONTH}(?:,?\s+(?:de\s+)?{_YEAR})?"
    rf"|{_MONTH}\s+{_YEAR}"
    rf"|{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[/.]\d{{1,2}}[/.](?:{_YEAR}|\d\d)"
    rf"|(?:{_YEAR}年\s?)?\d{{1,2}}月\s?\d{{1,2}}日)"
)
_ISO = r"\d{4}-\d{2}-\d{2}t\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:z|[+-]\d{2}:?\d{2})?"
_AGE = rf"{_AGO_BEFORE}\d{{1,3}}\s?{_UNIT}\.?(?!\w){_AGO_AFTER}"

STAMP: Final = re.compile(
    rf"(?:{_ISO}"
    rf"|(?:{_DAY_NAME}\.?,?\s+)?{_DATE}(?:{_JOINT}{_CLOCK}{_ZONE}?)?{_ZONE}?"
    rf"|{_CLOCK}{_ZONE}?(?:{_JOINT}(?:{_DAY_NAME}\.?,?\s+)?{_DATE}{_ZONE}?)?"
    rf"|{_DAY_NAME}(?:{_JOINT}{_CLOCK}{_ZONE}?)?"
    rf"|{_AGE})(?!\w)"
)
"""A time at the start of a casefolded text: clock and date in either order, a date, a
clock, an age, a day by name."""

FULL_STAMP: Final = re.compile(
    rf"(?:{_ISO}|{_DATE}{_JOINT}{_CLOCK}|{_CLOCK}{_ZONE}?{_JOINT}{_DATE})"
)
"""A time that names both a day and a clock."""

NUMBER: Final = (
    r"(?:\d{1,3}(?:[.,\s\u202f\u00a0]\d{3})+|\d+(?:[.,]\d+)?)"
    r"\s?(?:[kmb]\b|mil\b|mio\b\.?|tsd\b\.?|万|億)?"
)

VIEWS: Final = re.compile(rf"{NUMBER}\s?(?:{_pattern(_all('views'))})(?!\w)")
COUNT: Final = re.compile(
    rf"(?:{NUMBER}\s?(?:{_pattern(_all('counts'))})(?![\w-])|[♡♥❤💬🔁↻⟲👁★☆🗨↩⇄🔖⬆▲]\ufe0f?\s*(?:{NUMBER})?"
    rf"|{NUMBER}(?=\s|$|[·•|,♡♥❤💬🔁↻⟲👁★☆🗨↩⇄🔖⬆▲])|—(?=\s|$))"
)
WROTE: Final = re.compile(
    r"\s(?:wrote|said|says|writes|posted|tweeted|replied|schrieb|sagte|a écrit|écrit|escribió|dijo|"
    r"escreveu|disse|ha scritto|schreef|zei)\s*[:,]?\s*$"
)
"""A verb at the end of a line that names who said what follows."""

RANK: Final = re.compile(r"#\s?\d{1,5}(?!\w)")
