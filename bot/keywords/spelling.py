"""How patients spell the words of the rules, and how the rules write them."""

from __future__ import annotations

_KEYWORDS = """
    stop stopal alto pare paren parar basta baja quit end cancel cancelar quitar unsubscribe optout revoke detener
    help ayuda info start unstop empezar iniciar human agent agente persona die suicide suicidio kms kil kys morir
"""
KEYWORDS = frozenset(_KEYWORDS.split())
"""Words that are also known spelled out (S T O P) and drawn out (stoooop); doubled letters are written once here."""

_LEET_WORDS = """
    kill killing myself dead text texts texting suicidal no more fuck fucking shit bitch ass asshole asholes bastard
    puta mierda chinga pendejo pendejos please me mensaje mensajes remove hate
"""
LEET_WORDS = KEYWORDS | frozenset(_LEET_WORDS.split())
"""Words that are known with digits and signs for letters (st0p, $top, k1ll)."""

EMOJI = {
    "🛑": " stop ",
    "😂": " lol ",
    "🤣": " lol ",
    "😆": " lol ",
    "😅": " lol ",
    "😹": " lol ",
    "💀": " lol ",
    "🖕": " , fuck you , ",
    "🆘": " , sos , ",
}

LOOKALIKES = str.maketrans(
    "аеорсхуіѕјԁһтпкмнвАЕОРСХУІЅЈТКМНВοαεικνρτυΑΒΕΗΙΚΜΝΟΡΤΥΧıßøØ",
    "aeopcxyisjdhtnkmhbAEOPCXYISJTKMHBoaeikvptuABEHIKMNOPTYXisoO",
)
"""Cyrillic and Greek letters that look like Latin ones, and a few that do not decompose."""

_SAME = {
    "stop": "stp stahp stpo sotp stob stiop sstop tsop stopp stoppp",
    "stop it": "stopit",
    "stop all": "stopall stopal",
    "stop texting": "stoptexting stoptexing stoptxting",
    "stop texting me": "stoptextingme",
    "unsubscribe": "unsuscribe unsubcribe unsubscibe unsubscrib unsubsribe unsubscride unsub unscribe",
    "unsubscribed": "unsuscribed unsubcribed unsubbed",
    "opt out": "optout",
    "leave me alone": "leavemealone",
    "texting": "textin txting txtin texing textng",
    "text": "txt txet",
    "texts": "txts",
    "texted": "txted",
    "message": "msg mesage messege mssg",
    "messages": "msgs mesages messeges mssgs",
    "messaging": "msging",
    "number": "nmber numbr nummber nubmer num nmbr numbr",
    "wrong": "wrng worng rong",
    "wrong number": "wrongnumber",
    "please": "pls plz plez pleas plse plss plzz",
    "you": "u yall",
    "your": "ur",
    "are": "r",
    "want to": "wanna wana",
    "going to": "gonna gona gunna",
    "got to": "gotta",
    "fucking": "fckn fkn fuckin fcking effing freaking friggin frickin",
    "fuck": "fck fuk phuck",
    "shit": "sht shyt",
    "bitch": "btch biatch bich",
    "asshole": "ashole ahole asshle",
    "assholes": "asholes aholes",
    "dont": "dnt donot",
    "cant": "cannot cnt",
    "im": "iam",
    "right now": "rn",
    "lol": "lmao lmfao rofl haha hahaha hahahaha hehe jaja jajaja jajajaja jeje",
    "no one": "noone",
    "passed": "pased",
    "deceased": "diseased deceassed deseased",
    "bankruptcy": "bankrupcy bankruptsy bankrupsy bankruptcey bancruptcy bankrupty",
    "lawyer": "lawer laywer lawyr",
    "attorney": "atorney attorny attourney atty attny attrny",
    "emergency": "emergancy emergecy emergeny emergensy emrgency",
    "ambulance": "ambulence ambulanc ambulans",
    "breathe": "breth breeth",
    "bleeding": "bleding bleading",
    "unconscious": "unconcious unconsious",
    "suicide": "sucide suiside suicid sucicide suicude suicde suiciding",
    "suicidal": "sucidal suicidle suisidal suicidel sucidel",
    "kill": "kil",
    "kill myself": "kms killmyself",
    "kill yourself": "kys",
    "por favor": "porfa porfavor xfavor porfis",
    "que": "q ke",
    "de": "d",
    "por": "x",
    "porque": "xq porq",
    "mensaje": "msj mensage mensje",
    "mensajes": "msjs mensages mensjes",
    "quiero": "kiero quero qiero",
    "equivocado": "ekivocado equibocado ekibocado",
    "fallecio": "fallesio fayecio falecio",
    "abogado": "avogado",
    "ayuda": "alluda aiuda",
    "vivir": "bibir",
    "suicidarme": "suisidarme sucidarme",
    "emergencia": "emerjencia emergensia",
    "ambulancia": "anbulancia ambulansia",
    "dejenme": "dejeme",
}
SPELLED = {spelling: word for word, spellings in _SAME.items() for spelling in spellings.split()}
"""One spelling for many. A value may be several words."""

_APART = {
    "dont": "do not|don t",
    "doesnt": "does not|doesn t",
    "didnt": "did not|didn t",
    "cant": "can not|can t",
    "wont": "will not|won t",
    "isnt": "is not|isn t",
    "arent": "are not|aren t",
    "wasnt": "was not|wasn t",
    "wouldnt": "would not|wouldn t",
    "havent": "have not|haven t",
    "im": "i am|i m",
    "ive": "i ve",
    "ill": "i ll",
    "hes": "he is|he s",
    "shes": "she is|she s",
    "its": "it is|it s",
    "thats": "that is|that s",
    "youre": "you are|you re",
    "theyre": "they are",
    "theres": "there is",
    "unsubscribe": "un subscribe",
    "anymore": "any more",
    "myself": "my self",
    "himself": "him self",
    "herself": "her self",
}
PAIRS = {tuple(pair.split()): word for word, pairs in _APART.items() for pair in pairs.split("|")}
"""Two words that are written as one here."""
