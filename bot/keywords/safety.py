"""Somebody who may hurt themselves (fact sheet S1): needless hits are accepted, misses are not.

Idioms ("dying to pay this off") are no self-harm, yet no nudge should meet them on the same day (decision 6).
"""

from __future__ import annotations

from bot.keywords.phrase import phrases
from bot.keywords.rule import Rule

_EN_LISTS = {
    "want": "want_to want going_to try_to trying_to like_to need_to ready_to thinking_of thinking_about thought_of"
    " thoughts_of might may_as_well might_as_well could plan_to planning_to planning_on will ill feel_like"
    " feeling_like wish_i_could hope_i hoping_i id_rather rather tempted_to wanting_to wants_to let_me should"
    " could_just need_to_just going_to_just want_to_just gonna",
    "soon": "going_to about_to will want_to ill might could should thinking_of thinking_about ready_to",
    "kill": "kill killing hang hanging shoot shooting drown drowning unalive unaliving stab stabbing poison starve",
    "them": "himself herself themself themselves",
    "they": "everyone everybody world family kids wife husband people parents they you_all you",
    "gone": "be_dead not_be_here not_exist not_wake_up disappear_forever end_my_life end_it_all end_everything"
    " never_wake_up cease_to_exist sleep_forever be_gone_forever",
    "live": "live living exist existing be_alive stay_alive go_on_living keep_living wake_up be_here_anymore"
    " be_on_this_earth be_in_this_world be_around_anymore continue_living",
    "no": "dont no_longer not cant doesnt wouldnt never didnt",
    "high": "bridge roof building cliff tree ledge overpass train window wall garage parking_garage",
    "pills": "pills meds bottle medication",
}
_EN = """
    {kill} myself !with_laughter
    {want} [just|to] off|jump|cut|hurt|harm|overdose|murder|choke myself
    hurting|harming|mutilating|offing myself !at|on|in
    keep|been|started|start|am|im cutting|burning myself !off|some
    cut myself again|up|because|on_purpose|to_feel|when
    self harm|harming|injury|injuring
    hurt|harm myself on_purpose|tonight|again
    suicide !screening|assessment|questionnaire|prevention_training|risk|watch_bill
    suicidal|suicide_attempt|suicides
    {want} [just|to|really|so|fucking|literally] die !laughing|hard|your|my_hair|in_about|on_me|of
    {want} [just|to] {gone}
    {want} [just|to] end [it|my_life|everything|things] > !early
    {want}|says|she|he|hes|shes [is|going|to|wants|thinking|about] ending|end it|things|myself >
    danger to myself
    edge of a|the bridge|cliff|roof|building
    jump|step|walk|run|throw|lay [myself] in_front_of a|the train|bus|truck|car
    i took [too_many|a_lot_of|a_bunch_of] pills >
    cant bear|stand|stomach to live|go_on|living
    use|sense of|in living|being_alive|going_on
    i have|got|bought a gun .. do_it|use_it|going_to
    i deserve to die
    feel|feeling|feels like [im] dying >
    thinking|think|dreaming|thoughts about|of dying|death
    id|be|am better [off] dead
    tried|trying [to] [to] overdose
    find me hanging|dead|hanged
    [no] point|purpose to my|this life
    cant wait to die
    praying|pray|prayed [to|for] to_die|for_death
    love|love_my them|kids|family .. goodbye >
    dying|death [would|will|is|seems|sounds|must] [be] easier|better|a_relief|only_way
    way [out] [but|is|to] [to] die|dying|death
    {they} .. happier|better [off] if_i|without_me|when_im
    cares?|care if|whether i live|die|exist|am_alive
    {soon} overdose|od !on_ice
    so|and i [can|will|could|just] die >
    took|take|swallowed|drank .. to die|end_it|end_my_life
    want|need out_of this|my life
    wish [i] never_woke|never_was|never_existed [up|born] >
    {want} [just|to] disappear >
    cant|dont_want_to live|exist like_this|anymore
    cant|dont|dont_want_to do [this] life anymore
    life|living is [so|just|totally] pointless|meaningless|hopeless|worthless
    this is goodbye >
    goodbye forever
    hurt|cut|burned myself last_night|yesterday|this_morning on_purpose
    hurt myself last_night|tonight
    cutting again >
    leave|leaving|quit this earth|world|life
    make it through the_night|tonight >
    join|be_with|see .. in heaven [soon|tonight] >
    wish|wished i was|were|am [just] dead|gone_forever|never_born|not_alive|not_here
    wish i could|would|had [just] die|died|disappear_forever|not_wake_up|never_been_born
    wish i wouldnt|didnt|wont wake_up|exist|have_to_live|live
    hope|wish|pray|praying|hoping i [just|can|will|would] die|dont_wake_up|wont_wake_up|never_wake_up
    pray|wish|hope|asking|beg|begging god|jesus|the_lord would|will|to|just|takes|take [take] me [away|now|home] >
    better|easier off|if|when [i] [was|were|am|im|just] dead|died|gone_forever
    better [off] without_me
    better_off_dead
    ending|end|ended [my|this] life !insurance|coverage|is
    end_it_all|ending_it_all|end_it_tonight|ending_it_tonight|end_it_for_good
    take|taking my [own] life !insurance|savings|back
    {no} want|wish|wanting|desire|wants|care [to] {live} !here|in_(?!the_morning)|with_my|with_her|with_him|at|
        there|near|off|to_a
    dont want|wanna to be here [anymore] >
    dont want_to|want go_on|carry_on|keep_going [anymore|like_this|living] >
    cant go_on|carry_on|keep_living [anymore|like_this|living] >
    no|have_a|any|a|good reason|point|purpose|will to|in|for live|living|be_alive|go_on|exist
    nothing [left] to|worth live|living [for]
    nothing left for me
    life isnt|aint|no_longer|not [even|really] worth [it|living]
    whats|what_is|see|no the|point point|of|in [of|in] living|being_alive|existing|going_on
    tired|sick|done|exhausted|weary [with|of|so|being] [my|this] life|living|being_alive|existing !in|here|at|with|
        on|paycheck
    dont deserve to live|be_alive
    no_one|nobody|who [would|will|even|cares|care|really|gives_a_shit] miss_me|if_i_die|if_i_died|if_i_was_dead|
        if_im_gone
    no_one|nobody|who [would|will|even] care|notice|miss if_i_die|if_i_died|if_i_was_dead|me_if_i|if_i_was_gone
    giving|give|gave|given up on [my] life|living
    goodbye|suicide [cruel] world|note|letter
    leaving this world|earth
    said|saying|say [my] [final|last] goodbyes
    {soon} [just|to] jump >
    {soon} [just|to] jump|jumping|drive|crash|run|step|walk [off|my|the|car|in|into|from|out|of|a] [a|the|off|in|
        of] {high}
    jump|jumping off|from [a|the|this] {high}
    standing|sitting|im on|at [the|a] [edge_of_the] bridge|ledge|edge >
    slit|slitting|cut|cutting|slice my wrists?|veins|throat
    pills|gun|razor|rope|knife|noose [is] in_my_hand|to_my_head|in_my_mouth|around_my_neck
    gun|pistol|knife|rifle .. on|to me|myself|my_head >
    take|took|taking|swallow|swallowed [all|the|a|whole|bunch|of] [of|my] {pills} .. on_purpose|be_done|die|to_end|
        to_be_saved|forever
    take|taking|took|swallow|swallowed all [of|my|the] pills
    overdose|overdosed|od [on] purpose
    intentionally overdosed|overdose
    want my life [to] over|to_be_over|to_end|end
    lost [the|my|all] will to {live}
    go to sleep forever
    cant live|go_on with [this|the|all|so_much] pain
    disappear|vanish [from] forever|the_earth
    sleep and never|not wake_up
    [wont|not] wont|not be around|here|alive much_longer|tomorrow|anymore !for|to|on
    want it|everything|this|life [all] over|to_be_over|to_end [forever|for_good] >
    {kill} {them}
    cutting|cuts|cut {them} !off|a|some|up_with
    hurting|harming {them}
    wants|threatening|threatened|talking|going|said|says .. die|suicide|end_his_life|end_her_life !of_laughter
    feel|im|so|completely hopeless|worthless .. exist|live|die|anymore|go_on
    unalive|unalived|unaliving
    22 a_day [,] might|make|be|guess|soon|almost [ill|make|it|be|that] 23|one|me
"""
_EN_NOT = """
    committed|died_by|died_of|died_from|lost_to suicide
    phone|battery|laptop .. die
"""
_ES_LISTS = {
    "want": "quiero quisiera deseo prefiero preferiria voy_a ganas_de mejor pienso pienso_en pensando_en pense_en"
    " quise he_pensado_en queria quiere quieren intente intento intentar trato_de tratando_de tengo_ganas_de"
    " capaz_de querer amenaza_con dice_que_va_a prefiere quieren hacen_querer pensamientos_de ideas_de idea_de"
    " habla_de hablando_de",
    "die": "morir morirme morirse matarme matarse suicidarme suicidarse quitarme_la_vida quitarse_la_vida ahorcarme"
    " colgarme ahorcarse no_existir no_despertar no_vivir desaparecer_para_siempre desaparecer_de_este_mundo"
    " dejar_de_existir dejar_de_vivir lastimarme hacerme_dano cortarme_las_venas aventarme envenenarme darme_un_tiro"
    " pegarme_un_tiro dispararme no_seguir_viviendo dormir_para_siempre morirnos",
    "joke": "de_risa de_sueno de_hambre de_verguenza de_la_risa de_calor de_frio de_sed de_la_verguenza de_la_pena"
    " de_pena de_ganas de_viejo de_vieja de_coraje de_aburrimiento trabajando pagando con_los_pagos el_link",
    "live": "vivir viviendo vivo existir existiendo despertar despertarme estar_vivo estar_viva estar_en_este_mundo",
    "pills": "pastillas medicinas medicamentos",
    "high": "puente edificio techo vias tren azotea balcon precipicio",
}
_ES = """
    {want} [ya|solo|mejor|hasta] {die} !{joke}
    me [quiero|voy|quisiera|dan|pienso|puedo|he|a] [a|ganas|ganas_de|querido] matar|suicidar|morir|colgar|ahorcar
        !{joke}|un_rato
    me [quiero|voy|quisiera] [a] tirar|aventar|lanzar del|de_un|de_la|al [{high}]
    me [quiero|voy|pienso] [a] cortar_las_venas|quitar_la_vida|dar_un_tiro|pegar_un_tiro|envenenar|hacer_dano
    se [quiere|va|quiso|intento|quieren] [a] matar|suicidar|ahorcar|quitar_la_vida !{joke}
    suicidio|suicida|suicidas|suicidar\\w* !prevencion
    matarme|suicidarme|ahorcarme|matarse|suicidarse|ahorcarse !{joke}
    ya_no|no|tampoco quiero|quiere|deseo|quisiera|puedo|tengo_ganas_de|aguanto [seguir|mas] {live} !aqui|con|en|
        endeudad\\w+
    quiero|quisiera desaparecer >
    quiero es|seria {die}
    tomarme|tomar|tragarme [un|el|todo|todas] frasco [de] {pills}
    da igual vivir|morir|si_vivo
    nunca hubiera|haber nacido
    ^ [hoy|ya|mejor|,] me mato $
    ^ [ya] no quiero seguir $
    ya_no|no quiero|aguanto|puedo [mas] [seguir|mas] con_la_vida|con_mi_vida|estar_aqui >
    ya_no quiero seguir [mas|asi] >
    ya_no puedo con la|esta|mi vida
    ya_no|no|nunca voy a existir|amanecer|despertar
    dormir|dormirme|acostarme y [ya|nunca] no|nunca|jamas [mas] despertar|despertarme
    no|ya_no [le|les|la] encuentro|veo|hallo sentido a la|mi|esta vida
    todos|familia|hijos .. mejor [si|sin] me_muero|yo_no|mi|me_muriera
    no haber nacido
    no [tengo|hay|encuentro|le_veo|veo|ninguna|una|mas] razon|razones|motivo|motivos|sentido [para|de|a|por|la]
        {live}|seguir|vida
    no [tengo|hay|le_veo] por_que|para_que [seguir] {live}
    no vale [la_pena] [seguir] vivir|viviendo|la_vida|mi_vida
    la|mi vida no|ya_no [me|ya] vale|tiene_sentido
    para_que|por_que|pa_que [quiero|sigo|seguir] {live} !aqui|con
    ojala|pido|espero [que|dios|a_dios|yo|me|no|ya] me_muera|muera|me_muriera|muriera|no_despierte|despierte|
        me_lleve|despertara
    quisiera|preferiria|prefiero|deseo|quiero|mejor|ojala|estaria|estuviera|me_gustaria [estar|ya|mejor|estuviera]
        muert[oa]
    mejor me mato|muero|suicido|mate
    mejor sin mi >
    nadie me|va|se [va|a] extran\\w+
    nadie [le|les|se] [va_a] importa\\w* [si] me_muero|me_muriera|muero|me_mato
    me corto|corte|estoy_cortando|ando_cortando|he_cortado [los|las] brazos|venas|munecas|piernas|a_proposito
    se corta|cortan|lastima [los|las] brazos|venas|munecas|piernas|a_si_mism\\w+
    me estoy|ando|vivo cortando|lastimando|haciendo_dano !el_pelo|el_cabello|la_espalda
    me hago|hice|he_hecho dano [a_proposito|yo|otra_vez|a_mi_mism\\w+] >
    me [he] lastimo|lastime|lastimado|corto|corte a_proposito|adrede
    acabar|terminar|acabo|acabe|quitar con|la mi vida
    acabar|terminar con la_vida|mi_vida|su_vida
    cansad[oa]|hart[oa] de [la|esta|mi|tanto] vivir|vida|existir|estar_viv[oa] !aqui|endeudad\\w+|asi|con
    no|ya_no puedo mas con [la|esta|mi] vida
    {want} acabar|terminar con todo [hoy|ya|de_una_vez|esta_noche|para_siempre] >
    hoy|esta_noche acabo|termino con todo
    carta|nota de despedida|suicidio
    despido de este_mundo|la_vida
    adios mundo|mundo_cruel
    tengo|las|la|una {pills}|pistola|arma|cuchillo|navaja|soga en_la_mano|y_la_voy_a_usar_conmigo|en_la_cabeza
    me [voy|quiero] [a] tomar|tragar|tome|trague tod[oa]s|un_monton_de|el_frasco_de [las|mis|de] {pills} !que
    {pills} para|y [ya] morir\\w*|matarme|no_despertar
    [me|voy|quiero] tirar|aventar|lanzar|saltar|tirarme|aventarme|lanzarme del|de|desde|al|a [un|una|el|la|los|las]
        {high}
    me voy a aventar|tirar >
    estoy|parad[oa] en|arriba_de|sobre [el|un|la] puente >
    desaparecer para_siempre|de_este_mundo
    want_to|going_to|wanna matarme|morir|morirme|suicidarme
    quiero|me_quiero die|kill_myself
"""
_ES_NOT = "se|cometio suicido|suicidio"

_IDIOM_EN = """
    dying to|over_here|at_work|laughing|of_boredom|of_embarrassment
    kills|killing|killed me|us !self
    kill me now|lol
    kill|kills|killing|killed|murdered my|our budget|wallet|savings|pocket|pockets|bank|credit|finances
    i|im|about|almost|nearly [die|died|dead] lol
    die|died of laughter|old_age|embarrassment|shock|laughing
    almost|nearly died !in|at_the|on
    just shoot|bury me >
    drowning in [these|all|so_many|your|my|medical] bills|debt
"""
_IDIOM_ES = """
    me muero|morire|moria de|por
    muert[oa] de trabajo|sueno|hambre|cansancio|risa|verguenza|miedo
    me mata|matan|esta_matando|estan_matando|van_a_matar
    mata|matan|mataron|matar el|la|mi bolsillo|cartera|presupuesto|billetera
    ahogad[oa]|ahogando|ahogo [me|en|de|con|tantas|las] deudas?|cuentas
    morir de viej[oa]|risa|coraje
    matar|matamos|maten [a] [esta|la|mi|esa] deuda|cuenta|saldo
"""

RULES = (
    Rule("self_harm", "en", "self_harm", phrases(_EN, **_EN_LISTS), phrases(_EN_NOT)),
    Rule("self_harm", "es", "self_harm", phrases(_ES, **_ES_LISTS), phrases(_ES_NOT)),
    Rule("idiom_flag", "en", None, phrases(_IDIOM_EN)),
    Rule("idiom_flag", "es", None, phrases(_IDIOM_ES)),
)
