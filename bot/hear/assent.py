"""A yes, a no, and what only looks like one: tables of words, both languages, for plain texts. Pure."""

from __future__ import annotations

import re

from bot.hear.text import bare_words, either, word, words_of

LONGEST_ASSENT = 60
"""Characters of a text that can be nothing but a yes or a no."""

_YES = either(
    """yes yeah yep yup yea yess ya y sure sure_thing ok okay okey okie k kk alright all_right fine thats_fine
    that's_fine perfect great cool correct right absolutely definitely of_course deal agreed agree i_agree
    sounds_good sounds_great that_works works_for_me works do_it lets_do_it let's_do_it lets_do_that let's_do_that
    go_ahead go_for_it start_it i_do you_got_it si claro claro_que_si dale va vale sale orale andale simon sip bueno
    esta_bien perfecto correcto de_acuerdo por_supuesto como_no adelante hagale hagalo hagamoslo me_parece_bien
    me_parece acepto asi_es exacto listo set_it_up sign_me_up say_less bet word_up 10-4 trato_hecho tato de_una
    that'll_do thatll_do ese_mero cool_with_me cool_w_me can_do fine_by_me fine_with_me good_with_me
    im_good_with_that im_in apunteme pongalo asi asi_esta_bien lo_acepto quiero_el_plan thats_good that_is_fine
    that_is_good"""
)
_NO = either(
    """no nope nah naw n no_thanks no_thank_you no_gracias not_really no_way nel para_nada mejor_no negative never_mind
    nevermind no_quiero i_dont not_that eso_no"""
)
_BESIDE = words_of(
    """a all and are asi be bien bro buddy con de dear dearie do does done dude el ese esa eso esta este for friend
    girl good got great hija hijo hon honey i i'll i'm id ill im is it it's its jefe joven just la lo looks man me
    mero mi mija mijo misma mismito mismo much muy nice now one parece por pos pues really right seems seno set so
    sounds sweetie than that that's thats the then there thing this to u us very vez was we will with work works y
    yo you your del al trato hecho senorita companero parce mano hermano vieja dejelo dejalo merci bendiciones dios
    bless god sir maam ready todo todos queda quedamos usted ustedes le les se senora senor don dona tambien too
    well lets let's go"""
)
"""Words beside which a yes is still nothing but a yes."""
_YESES = words_of(
    """yes yeah yep yup yea yess ya yah yessir yesir yessum sure ok okay okey okie oki okis k kk alright aight bet
    fine perfect cool correct absolutely definitely deal agreed agree agreeable accept si sip simon claro dale va
    vale sale orale andale perfecto correcto adelante hagale hagalo hagamoslo acepto exacto listo cabal tato dele
    confirmo confirmado hecho pongalo ponlo apunteme works 10-4"""
)
"""One of these must stand among them."""
_BETTER = re.compile(
    r"(?<![a-z])(?:asi (?:esta |es |si )?mejor|mejor asi|(?:esta|suena|queda|mucho) mejor"
    r"|(?:much|even|sounds|thats|that's) better)(?![a-z])"
)
""""Better" that praises what was read back, and wishes for nothing else."""
_FOR = re.compile(r"(?<!\w)4 (?=(?:me|us)(?![a-z]))")
_POLITE = either(
    """please pls plz thanks thank_you thx ty gracias muchas_gracias por_favor porfa pues then entonces maam sir senora
    senor to_that con_eso eso y"""
)
_ASSENT = re.compile(rf"(?:{_POLITE} )?{_YES}(?: (?:{_YES}|{_POLITE})){{0,4}}")
_A_YES = re.compile(rf"(?<![a-z]){_YES}(?![a-z])|[👍👌✅💯🆗]|(?<!\d)1(?!\d)")
_REFUSAL = re.compile(rf"{_NO}(?: (?:{_NO}|{_POLITE})){{0,3}}")
_THUMB_UP, _THUMB_DOWN = re.compile("[👍👌✅💯🆗]"), "👎"
_BEFORE_DROPPING = either("no nah nope just please ok okay then so actually mejor ya por_favor entonces bueno")
_DROPS = re.compile(
    rf"(?:{_BEFORE_DROPPING} )*"
    r"(?:(?:end|cancel|drop|scrap|kill|quit|undo|forget) (?:it|that|this|the plan|that plan|that one)"
    r"|cancel[ae]lo|quit[ae]lo|dej[ae]lo|olvid[ae]lo|par[ae]lo|termin[ae]lo|borr[ae]lo|anul[ae]lo)"
    rf"(?: (?:{_POLITE}|there|now|asi|ya|for now|por ahora))*"
)
"""Where a plan is being chosen: "no just end it" is of the plan, whatever it would be as a first text."""
_NO_PLAN = re.compile(
    r"(?<![a-z])(?:forget (?:about )?(?:the |that |this )?(?:payment|plan)"
    r"|(?:no|without a|(?:dont|don't) want (?:any|an?|the)) (?:payment )?plan"
    r"|(?:ningun|sin|no quiero (?:el|un|ese)|ya no quiero (?:el|ese)|cancel\w* (?:eso|lo) del?) plan"
    r"|mejor nada|mejor no quiero nada|(?:dont|don't|do not) want (?:any|the) payments?)(?![a-z])"
)
"""Where a plan was read back, this refuses it, whatever else is wished for."""
_PUTS_OFF = re.compile(
    r"(?<![a-z])(?:hold(?:ing)? off|not (?:right now|yet|at this time|ready)"
    r"|(?:think|sleep) (?:about|on|over) (?:it|this|that)"
    r"|(?:let me|need to|have to|gotta|got to|wanna|want to|gonna|ill|i'll) (?:\w+ )?(?:think|(?:talk|speak|check|ask)"
    r" (?:to |with )?(?:my|the) \w+)"
    r"|(?:voy a|dejeme|dejame|dejemelo|tengo que|deje) (?:\w+ )?(?:pensar|platicar|consultar)(?:lo)?"
    r"|(?:tengo que|dejeme|dejame|voy a|primero) (?:hablar|hablarlo|platicarlo|platicar|preguntarle|consultarlo)"
    r"|ahorita no|por ahora no|ahora no|todavia no|aun no)(?![a-z])"
)
"""Where a plan was read back, this leaves it for later: nothing is set up."""
_ONLY_ASKED = re.compile(
    r"(?<![a-z])(?:(?:wont|won't|not going to|not gonna) (?:set|sign|start|agree)|(?:dont|don't) (?:do|set|start) any"
    r"|(?:just|only) (?:wanted to know|asking|wondering|curious)|no haga nada"
    r"|solo (?:era para|queria|quiero|quise) (?:saber|preguntar))"
)
"""This does it whatever day it names: "im not setting anything up today"."""
_HEDGE = re.compile(
    r"\?|"
    + word(
        """no not dont don't cant can't but if unless except wait later instead less lower first maybe think idk pero
        sino excepto possibly perhaps probably espere espera luego despues mejor menos quiza quizas talvez tal_vez creo
        todavia aun
        huh hm hmm uh um mm mmm eh really"""
    )
)
"""With one of these a yes is no plain assent to what was read back (decision 16)."""

_A_CLEAR_YES = re.compile(
    rf"(?:^|[.,;] ?)(?:{_POLITE} |and |cool |great |perfect |well |bet |aight |okay |ok |that'?s fine )*"
    r"(?:y+e+s+(?:ir|um)?|y+e+a+h*|y+e+p+|y+u+p+|sure|absolutely|definitely|correcto?|claro|acepto|agreed|deal|bet"
    r"|si(?=$|[,.]| (?:(?:es)?ta (?:bien|bueno)|vaya|senor\w*|(?:(?:con|en|los|las) )?\d|el plan|acepto|claro|asi"
    r"|dele|hagal\w+|pong\w+|ponlo|de acuerdo|sale|confirmo|por favor|mi \w+ dele)(?![a-z])))(?![a-z])"
    r"|(?<![a-z])(?:(?:go|gon|going) (?:on and|ahead)|set (?:it|that|this) up|put me down|sign me up|lock it in"
    r"|start (?:it|that|the plan)|(?:dele|dale|hagale|pongale) (?:pa|para) (?:lante|adelante))(?![a-z])"
)
"""A yes in words of one's own, at the head of a clause: "yes, set up the 2 payments". A Spanish one may be an "if"."""
_NO_YES = re.compile(
    word(
        """nah knot this_is its_me it's_me thats_me that's_me soy was it_was cancel cancele cancelen stop drop skip
        forget ya_pague already call help person someone agent link enlace liga"""
    )
)
"""With one of these it is the answer to something else, or wishes for more."""
LONGEST_YES = 14
"""Words of a yes in words of one's own: who says more tells something."""
_WORDS = re.compile(r"10-4|[a-z0-9']+")
_ASKS_BACK = re.compile(
    r"(?:^|[.,;]|(?<![a-z])(?:ok|okay|yes|yeah|so|and)) ?(?:is|are|was|does|do (?=u|you))(?![a-z])"
)
"""A question without its mark: "ok is that the one"."""
_THANKS = words_of("thank thanks thx ty tysm gracias grasias graciass mil muchas please pls plz porfa porfavor favor")
_SAYS_YES = re.compile(word("yes yeah yep yup yea yess yeap y si sip simon claro correct correcto exacto right"))


def plain_answer(said: str, lang: str, of_a_plan: bool) -> str | None:
    """affirm or deny, where a plain text is nothing but a yes or a no. A question never is, nor is "ya" in Spanish."""
    if len(said) > LONGEST_ASSENT or "?" in said:
        return None
    words = bare_words(said)
    if not words:
        return "deny" if _THUMB_DOWN in said else "affirm" if _THUMB_UP.search(said) else None
    if _REFUSAL.fullmatch(words) or (of_a_plan and drops(said)):
        return "deny"
    yes = _ASSENT.fullmatch(words) and not (lang == "es" and words == "ya")
    return "affirm" if yes else None


def drops(said: str) -> bool:
    """Whether a text is nothing but a wish to drop what is being chosen: "no just end it"."""
    return _DROPS.fullmatch(bare_words(said)) is not None


def refuses_any(said: str) -> bool:
    """Whether any plan is refused, whatever else is wished for: "no plan, ill pay it all on the 15th"."""
    return "?" not in said and _NO_PLAN.search(said) is not None


def puts_off(said: str, dated: bool) -> bool:
    """Whether somebody wants to think or ask at home first: "let me talk to my wife". A day may be a wish instead."""
    return "?" not in said and bool(_ONLY_ASKED.search(said) or (not dated and _PUTS_OFF.search(said)))


def has_a_yes(said: str) -> bool:
    """Whether some word or sign in a text is a yes."""
    return _A_YES.search(said) is not None


def says_yes(said: str) -> bool:
    """Whether a text says yes, and not only that something is fine."""
    return _SAYS_YES.search(said) is not None


def hedged(said: str) -> bool:
    """Whether something takes back what may be a yes, a list of nothing but yeses apart."""
    return "?" in said or (_HEDGE.search(said) is not None and not _ASSENT.fullmatch(bare_words(said)))


def in_own_words(said: str, sure: bool = False) -> bool:
    """Whether a text says yes in words of its own, without a hedge or a word of something else (decision 16).

    `sure`: the model hears a yes and hardly anything else; of 7,000 texts that mean something else it did of one.
    """
    said = _FOR.sub("for ", _BETTER.sub("yes", said))
    other = "?" in said or _HEDGE.search(said) or _NO_YES.search(said) or len(said.split()) > LONGEST_YES
    return not other and (sure or _A_CLEAR_YES.search(said) is not None or _only_a_yes(said))


def _only_a_yes(said: str) -> bool:
    """Whether every word of a text is a yes or goes with one: "thank u so much yes", "si me parece. trato hecho"."""
    words = _WORDS.findall(said)
    return not _ASKS_BACK.search(said) and bool(set(words) & _YESES) and set(words) <= _YESES | _BESIDE | _THANKS
