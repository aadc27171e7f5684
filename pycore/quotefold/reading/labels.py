"""Words that pages put around posts, by language. Data only: a new language is one entry.

All words are compared casefolded and with straight apostrophes, as whole texts or at the
start of one, never inside the words of a post (``patterns.py``). Sources: the interfaces of
X, Mastodon, Bluesky and Digg in these languages, as far as their public translations name
them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


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
    nobody: tuple[str, ...] = ()
    """Stands where the author's name would, on posts whose author the page does not know."""
    facts: tuple[str, ...] = ()
    """What forums print about an author, before a colon."""
    edge: tuple[str, ...] = ()
    """What lines at the edge of a page begin with."""
    permalink: tuple[str, ...] = ()
    """Those of the texts of buttons and links that lead to the post itself."""


def _w(words: str, nouns: str = "") -> tuple[str, ...]:
    """Words between bars; ``*`` in one stands for each of the nouns for a post."""
    found: list[str] = []
    for part in words.split("|"):
        found += [part.replace("*", noun) for noun in nouns.split("|")] if "*" in part else [part]
    return tuple(dict.fromkeys(word.strip() for word in found if word.strip()))


_EN: Final = "post|tweet|message|comment|thread|toot|status|note"
_DE: Final = "beitrag|post|tweet|nachricht|kommentar"
_FR: Final = "post|message|publication|tweet|commentaire|billet"
_ES: Final = "publicación|post|mensaje|tuit|tweet|comentario"
_PT: Final = "post|publicação|postagem|mensagem|tweet|comentário"
_IT: Final = "post|messaggio|pubblicazione|tweet|commento"
_NL: Final = "post|bericht|tweet|reactie"
_JA: Final = "ポスト|投稿|ツイート|メッセージ"


LANGUAGES: Final[tuple[Words, ...]] = (
    Words(
        "en",
        facts=_w(
            "joined|posts|location|registered|member since|messages|threads|reputation|"
            "karma|likes received|reaction score|points|trophy points|rank|age|"
            "gender|mood|join date|thanks|liked|post subject|subject|status"
        ),
        nobody=_w(
            "unknown|anonymous|deleted|guest|unregistered|removed|deleted user|"
            "unknown author|author unknown|account deleted|suspended|"
            "user not found|former member|n/a"
        ),
        edge=_w("©|(c)|copyright|powered by|all rights reserved"),
        original=_w("original *|main *|the post|opening *|first post|op|root post", _EN),
        quote=_w(
            "quoting|quote|quotes|quoted|quoted from|quoted *|quote post|quote tweet|quote-post|"
            "quote-tweet|quotes post by|quoting post by|quoted by author|quote of|qt|re-quoting|"
            "quoted from post by|quoting a post by|quoting *|referenced *|embedded *|shared *|"
            "in reference to|originally posted by|originally written by|quote from",
            _EN,
        ),
        reply=_w(
            "replying to|in reply to|reply to|replied to|replies to|in response to|response to|"
            "responding to|responded to|answering|in answer to|answer to|reply|parent *|"
            "↩|↪|⤷|↳|re",
            _EN,
        ),
        repost=_w(
            "reposted from|repost from|repost of|retweet of|retweeted from|repost|reposted by|"
            "retweeted by|boosted by|rt"
        ),
        repost_after=_w("reposted|retweeted|boosted|reposts"),
        and_more=_w("and|others|other|more|&|people"),
        by=_w(
            "by|from|via|posted by|written by|tweet by|post by|author|posted|posted on|on|at|"
            "published|updated|edited|last edited|date|time|submitted|submitted by|started by|"
            "opened by|asked by|created by|shared by|sent by|commented|said|sent|answered"
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
            "advertisement|thread starter|topic starter|back to top|top|reply with quote|"
            "quick reply|send message|private message|view profile"
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
        facts=_w(
            "registriert|registriert seit|beiträge|wohnort|dabei seit|themen|mitglied seit|rang"
        ),
        nobody=_w("unbekannt|anonym|gelöscht|gast|gelöschter nutzer|gelöschter benutzer"),
        edge=_w("alle rechte vorbehalten"),
        original=_w(
            "originalbeitrag|originalpost|ausgangsbeitrag|original *|ursprünglicher *|"
            "ursprüngliche nachricht|erster *|eröffnungsbeitrag|startbeitrag",
            _DE,
        ),
        quote=_w("zitiert|zitat|zitat von|zitiert von|zitierter *|zitierte *|zitiert aus", _DE),
        reply=_w("antwort an|als antwort auf|in antwort auf|antwortet auf|antwort auf|antwort"),
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
        facts=_w("inscription|inscrit le|messages|localisation|enregistré le|membre depuis"),
        nobody=_w("inconnu|anonyme|supprimé|invité|compte supprimé|auteur inconnu"),
        edge=_w("tous droits réservés|propulsé par"),
        original=_w(
            "* original|* originale|* d'origine|* initial|* initiale|premier *|première *", _FR
        ),
        quote=_w(
            "citation de|citant|citation|cite|* cité|* citée|cité depuis|citation du post", _FR
        ),
        reply=_w("en réponse à|réponse à|répond à|répondant à|a répondu à|réponse"),
        repost=_w("repost de|reposté de|retweet de|reposté par"),
        repost_after=_w("a reposté|a retweeté|a partagé|a republié"),
        and_more=_w("et|autres|autre"),
        by=_w("par|de|le|publié|publié le|publié par|posté par|auteur|modifié"),
        views=_w("vues|vue|affichages"),
        counts=_w("j'aime|réponses|réponse|reposts|citations|signets|commentaires"),
        months=_w(
            "janvier|janv|février|févr|fév|mars|avril|avr|mai|juin|juillet|juil|août|"
            "septembre|sept|octobre|oct|novembre|nov|décembre|déc"
        ),
        units=_w(
            "s|sec|seconde|secondes|min|minute|minutes|h|heure|heures|j|jour|jours|sem|"
            "semaine|semaines|mois|an|ans"
        ),
        ago_before=_w("il y a"),
        days=_w("hier|aujourd'hui|à l'instant|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"),
        joints=_w("à|le"),
        chrome=_w(
            "voir plus|afficher plus|lire la suite|suivre|suivi|copier le lien|partager|"
            "répondre|voir sur x|voir le post|voir l'original|j'aime|reposter|"
            "signaler|traduire|traduire le post|plus|citer|copier|source|afficher le fil"
        ),
        chrome_numbered=_w("lire # réponse|lire # réponses|voir # réponses|afficher # réponses"),
    ),
    Words(
        "es",
        facts=_w("registrado|mensajes|ubicación|miembro desde|se unió"),
        nobody=_w("desconocido|anónimo|eliminado|invitado|cuenta eliminada|autor desconocido"),
        edge=_w("todos los derechos reservados|con la tecnología de"),
        original=_w("* original|* inicial|* de origen|primer *|primera publicación", _ES),
        quote=_w("citando a|citando|cita de|cita|citado de|* citado|* citada", _ES),
        reply=_w("en respuesta a|respondiendo a|respuesta a|responde a|respondió a|respuesta"),
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
        facts=_w("registrado em|registado|mensagens|localização|membro desde"),
        nobody=_w("desconhecido|anônimo|anónimo|excluído|convidado|conta excluída"),
        edge=_w("todos os direitos reservados"),
        original=_w("* original|* inicial|* de origem|primeiro post", _PT),
        quote=_w("citando|citação de|citação|* citado|* citada|citado de", _PT),
        reply=_w(
            "em resposta a|em resposta ao|respondendo a|respondendo ao|resposta a|resposta ao|"
            "em resposta para|respondeu a|resposta"
        ),
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
        facts=_w("iscritto il|iscritto|messaggi|località|residenza|registrato"),
        nobody=_w("sconosciuto|anonimo|eliminato|ospite|utente eliminato"),
        edge=_w("tutti i diritti riservati"),
        original=_w("* originale|* d'origine|* iniziale|primo *", _IT),
        quote=_w("citando|citazione di|citazione|* citato|* citata|cita", _IT),
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
        facts=_w("lid geworden op|geregistreerd|berichten|locatie|lid sinds"),
        nobody=_w("onbekend|anoniem|verwijderd|gast"),
        edge=_w("alle rechten voorbehouden"),
        original=_w(
            "originele *|origineel bericht|oorspronkelijke *|oorspronkelijk bericht|eerste post",
            _NL,
        ),
        quote=_w("citeert|citaat van|citaat|geciteerde *|geciteerd bericht", _NL),
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
        facts=_w("登録日|投稿数|記事|お住まい"),
        nobody=_w("不明|匿名|削除済み|名無し|名無しさん|ゲスト"),
        original=_w("元の*|オリジナルの*|元*|最初の*", _JA),
        quote=_w("引用|引用元|引用*|引用リポスト|引用された*|引用した*", _JA),
        reply=_w("返信先|返信先:|返信先の*|返信", _JA),
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
    Words(
        "zh",
        nobody=_w("未知|匿名|已删除|游客|匿名用户"),
        edge=_w("版权所有"),
        original=_w("原帖|原文|原推|原始帖子|原始推文|主帖|楼主"),
        quote=_w("引用|引用自|引用的帖子|引用推文|引用帖子|转引"),
        reply=_w("回复|回覆|回复给|正在回复|回應|回复:"),
        repost=_w("转发自|转发|轉發自|轉發"),
        repost_after=_w("转发了|已转发|轉發了"),
        and_more=_w("和|等人|等|与"),
        by=_w("来自|作者|发布者|发表于|发布于|發表於"),
        views=_w("次查看|次浏览|次觀看|查看|浏览|阅读"),
        counts=_w("赞|回复|转发|评论|喜欢|次转发|条回复|个赞|引用|书签"),
        units=_w("秒|分钟|分鐘|小时|小時|天|周|個月|个月|年|秒前"),
        ago_after=_w("前|以前"),
        days=_w("昨天|今天|刚刚|剛剛|前天"),
        chrome=_w(
            "显示更多|顯示更多|查看更多|阅读更多|关注|追蹤|已关注|复制链接|分享|回复|点赞|赞|转发|"
            "在 x 上查看|查看原帖|查看原文|翻译帖子|翻译|更多|引用|举报|原文链接"
        ),
        chrome_numbered=_w("查看 # 条回复|阅读 # 条回复"),
    ),
    Words(
        "ko",
        nobody=_w("알 수 없음|익명|삭제됨|손님"),
        original=_w("원본 게시물|원본 글|원본 트윗|원문|원글"),
        quote=_w("인용|인용한 게시물|인용된 게시물|인용 게시물|인용 트윗"),
        reply=_w("답글 대상|답글|에게 보내는 답글|답장"),
        repost=_w("재게시|리트윗"),
        repost_after=_w("님이 재게시함|님이 재게시했습니다|님이 리트윗함"),
        and_more=_w("님|외|및|와|과"),
        by=_w("작성자|글쓴이"),
        views=_w("조회수|조회|회 조회"),
        counts=_w("마음에 들어요|답글|재게시|인용|북마크|댓글|좋아요"),
        units=_w("초|분|시간|일|주|개월|년"),
        ago_after=_w("전"),
        days=_w("어제|오늘|방금"),
        chrome=_w(
            "더 보기|더보기|팔로우|팔로잉|링크 복사|공유|답글|마음에 들어요|재게시|번역|"
            "게시물 번역|x에서 보기|원본 보기|스레드 보기|신고|인용"
        ),
        chrome_numbered=_w("답글 #개 읽기|답글 #개 보기"),
    ),
    Words(
        "ru",
        nobody=_w("неизвестно|неизвестный|аноним|удалено|гость|удалён"),
        edge=_w("все права защищены"),
        original=_w("исходный пост|исходное сообщение|оригинальный пост|первое сообщение"),
        quote=_w("цитата|цитирует|цитируя|цитата из|цитируемый пост|процитировано"),
        reply=_w("в ответ|в ответ на|ответ на|ответ пользователю|в ответ пользователю|ответ"),
        repost=_w("репост от|ретвит от|репост"),
        repost_after=_w("сделал репост|сделала репост|сделал(а) репост|репостнул"),
        and_more=_w("и|ещё|другие|другим"),
        by=_w("от|автор|опубликовано|изменено|написал|написала"),
        views=_w("просмотров|просмотра|просмотр|показов|показа"),
        counts=_w("ответов|ответа|ответ|репостов|репоста|цитат|отметок|комментариев|лайков"),
        months=_w(
            "января|янв|февраля|фев|марта|мар|апреля|апр|мая|июня|июн|июля|июл|августа|авг|"
            "сентября|сен|сент|октября|окт|ноября|ноя|нояб|декабря|дек"
        ),
        units=_w("с|сек|мин|ч|час|часа|часов|минут|минуты|дн|д|день|дня|дней|нед|мес|г|лет"),
        ago_after=_w("назад"),
        days=_w("вчера|сегодня|только что"),
        joints=_w("в|г.,|г. в|г."),
        chrome=_w(
            "показать ещё|показать больше|читать далее|подписаться|читать|скопировать ссылку|"
            "поделиться|ответить|нравится|репост|перевести|перевести пост|открыть в x|"
            "смотреть в x|показать эту ветку|ещё|цитировать|источник|пожаловаться"
        ),
        chrome_numbered=_w("показать # ответ|показать # ответа|показать # ответов"),
    ),
    Words(
        "pl",
        nobody=_w("nieznany|anonim|usunięty|gość|usunięto"),
        edge=_w("wszelkie prawa zastrzeżone"),
        original=_w("oryginalny post|oryginalny wpis|post źródłowy|pierwszy post"),
        quote=_w("cytat|cytuje|cytat z|cytowany post|cytowany wpis|cytując"),
        reply=_w("w odpowiedzi do|w odpowiedzi na|odpowiedź do|odpowiedź na|odpowiada|odpowiedź"),
        repost=_w("podane dalej przez|udostępnione przez"),
        repost_after=_w("podał dalej|podała dalej|udostępnił|udostępniła"),
        and_more=_w("i|innych|inni|oraz"),
        by=_w("przez|autor|opublikowano|napisał|napisała|edytowano"),
        views=_w("wyświetleń|wyświetlenia|wyświetlenie|odsłon"),
        counts=_w("odpowiedzi|odpowiedź|cytaty|cytatów|polubienia|polubień|komentarzy"),
        months=_w(
            "stycznia|sty|lutego|lut|marca|mar|kwietnia|kwi|maja|maj|czerwca|cze|lipca|lip|"
            "sierpnia|sie|września|wrz|października|paź|listopada|lis|grudnia|gru"
        ),
        units=_w("s|sek|min|minut|minuty|godz|g|godzin|godziny|d|dni|dzień|tyg|mies|lat|rok"),
        ago_after=_w("temu"),
        days=_w("wczoraj|dzisiaj|dziś|przed chwilą"),
        joints=_w("o|o godz.|w"),
        chrome=_w(
            "pokaż więcej|czytaj więcej|obserwuj|obserwujesz|kopiuj link|udostępnij|odpowiedz|"
            "polub|lubię to|podaj dalej|przetłumacz|przetłumacz wpis|zobacz na x|cytuj|więcej|"
            "pokaż ten wątek|zgłoś|źródło"
        ),
        chrome_numbered=_w("pokaż # odpowiedzi|pokaż # odpowiedź"),
    ),
    Words(
        "sv",
        nobody=_w("okänd|anonym|borttagen|gäst"),
        original=_w("ursprungligt inlägg|originalinlägg|ursprungligt meddelande"),
        quote=_w("citerar|citat|citat från|citerat inlägg|citat av"),
        reply=_w("svarar|som svar till|svar till|som svar på|svar på|svar"),
        repost=_w("repost från|delat av"),
        repost_after=_w("repostade|delade"),
        and_more=_w("och|andra|till"),
        by=_w("av|från|publicerat|skrivet av|redigerat"),
        views=_w("visningar|visning"),
        counts=_w("svar|citat|gillningar|bokmärken|kommentarer"),
        months=_w("januari|februari|mars|april|maj|juni|juli|augusti|oktober|okt|december"),
        units=_w("s|sek|min|minuter|tim|h|timmar|timme|d|dag|dagar|v|mån|år"),
        ago_before=_w("för"),
        ago_after=_w("sedan"),
        days=_w("igår|i går|idag|i dag|just nu"),
        joints=_w("kl|kl."),
        chrome=_w(
            "visa mer|läs mer|följ|följer|kopiera länk|dela|svara|gilla|översätt|visa på x|"
            "visa original|citera|mer|visa den här tråden|anmäl|källa"
        ),
    ),
    Words(
        "tr",
        nobody=_w("bilinmiyor|anonim|silindi|misafir"),
        original=_w("orijinal gönderi|asıl gönderi|özgün gönderi|ilk gönderi"),
        quote=_w("alıntı|alıntılanan gönderi|alıntılıyor|alıntılayan"),
        reply=_w("yanıt olarak|yanıtlanan|yanıt veriyor|yanıt"),
        and_more=_w("ve|diğer|kişiye"),
        by=_w("yazan|yayınlayan|tarafından"),
        views=_w("görüntülenme|görüntüleme|görüntüleme sayısı"),
        counts=_w("yanıt|beğeni|alıntı|yer işareti|yorum"),
        months=_w(
            "ocak|oca|şubat|şub|mart|nisan|nis|mayıs|haziran|haz|temmuz|tem|ağustos|ağu|eylül|"
            "eyl|ekim|eki|kasım|kas|aralık|ara"
        ),
        units=_w("sn|saniye|dk|dakika|sa|saat|g|gün|hf|hafta|ay|yıl"),
        ago_after=_w("önce"),
        days=_w("dün|bugün|az önce"),
        chrome=_w(
            "daha fazla göster|devamını oku|takip et|takip ediliyor|bağlantıyı kopyala|paylaş|"
            "yanıtla|beğen|yeniden gönder|çevir|x'te görüntüle|alıntıla|kaynak|bildir"
        ),
    ),
)
