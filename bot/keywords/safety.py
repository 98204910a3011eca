"""Somebody who may hurt themselves (fact sheet S1). What these words leave, the model may still suspect.

Idioms ("dying to pay this off") are no self-harm, yet no nudge should meet them on the same day (decision 6).
"""

from __future__ import annotations

from bot.keywords.phrase import phrases
from bot.keywords.rule import Rule

_EN_LISTS = {
    "want": "want_to want going_to try_to trying_to like_to need_to ready_to thinking_of thinking_about thought_of"
    " thoughts_of might may_as_well might_as_well plan_to planning_to planning_on will ill feel_like feeling_like"
    " wish_i_could hope_i hoping_i id_rather rather tempted_to wanting_to wants_to let_me should need_to_just"
    " going_to_just want_to_just gonna",
    "soon": "going_to about_to will want_to ill might could should thinking_of thinking_about ready_to",
    "kill": "kill killing hang hanging shoot shooting drown drowning unalive unaliving stab stabbing poison starve",
    "them": "himself herself themself themselves",
    "they": "everyone everybody world family kids wife husband people parents they you_all you",
    "gone": "be_dead not_be_here not_exist not_wake_up disappear_forever end_my_life never_wake_up cease_to_exist"
    " sleep_forever be_gone_forever",
    "live": "live living exist existing be_alive stay_alive go_on_living keep_living wake_up be_here_anymore"
    " be_on_this_earth be_in_this_world be_around_anymore continue_living",
    "no": "dont no_longer not cant doesnt wouldnt never didnt",
    "high": "bridge roof building cliff tree ledge overpass train window wall garage parking_garage",
    "pills": "pills meds bottle medication",
    "day": "today tomorrow tonight monday tuesday wednesday thursday friday saturday sunday",
}
_EN = """
    ~want_me_to {kill} myself !with_laughter|with_overtime|with_(?:two|three|double)|at_work|working|for_this_job|
        laughing|lol_at|at_the_gym|to_(?:make|pay)|paying|in_the_foot|a_\\w+|up
    {want}|could [just|to] off|jump|cut|hurt|harm|overdose|murder|choke myself
    hurting|harming|mutilating|offing myself !at|on|in
    and|i off myself
    ill|i_will have|be jumped|overdosed|hung|hanged|drowned|swallowed|slit !the|through|in_line
    keep|been|started|start|am|im cutting|burning myself !off|some|on_(?!purpose)\\w+|shaving|short
    im|ive|i|been|started|still|want_to|urges?_to|thoughts_of|back_to|otra_vez [to|self] self harm|harming|harmed
    hurt|harm myself on_purpose|tonight|again
    ~dont|didnt|never|not|hes|shes|is|theyre {want} [just|to|really|so|fucking|literally] die !laughing|hard|
        on_(?:this|that)|debt|her_\\w+|when_\\w+|without|in_debt|if_i_\\w+|than_(?!live|go_on|keep|be)\\w+|of|your|
        my_hair|his_hair|her_hair|their_hair|it_(blue|pink|red|black)|in_about|on_me|of
    {want} [just|to] {gone} !tired|broke|last|wrong|set|serious|on_my_feet|asleep|{day}|next_week|before_(?:this|the|
        that|i_pay)|for|at|on|until|till|in_time|by_(?:monday|friday|noon|\\d+)
    danger to myself
    edge of a|the bridge|cliff|roof|building
    i took [too_many|a_lot_of|a_bunch_of] pills >
    cant bear|stand|stomach to live|go_on|living
    use|sense of|in living|being_alive|going_on
    i have|got|bought a gun .. do_it|use_it|going_to
    i deserve to die
    feel|feeling|feels like [im] dying >
    thinking|think|dreaming|thoughts about|of dying|death
    id|be|am better [off] dead !broke|than_in
    tried|trying [to] [to] overdose
    i tried|try to od
    line|lined|lining the|my|up pills|meds|medication up|out .. .. count|stare|stared|closer|thought|thinking
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
    cant|dont_want_to live|exist like_this|anymore !with_no|without|with_(?:this|these)_(?:neighbors?|noise|heat|
        roaches)
    cant|dont|dont_want_to do [this] life anymore
    life|living is [so|just|totally] pointless|meaningless|hopeless|worthless
    this is goodbye >
    goodbye forever !balance|debt|bill|bills|to_this|to_that|to_my_b\\w+|to_my_debt|to_debt|payments?|old|paper
    hurt|cut|burned myself last_night|yesterday|this_morning on_purpose
    hurt myself last_night|tonight
    cutting again >
    leave|leaving|quit this earth|world|life !of
    make it through the_night|tonight >
    join|be_with|see .. in heaven [soon|tonight] >
    wish|wished i was|were|am [just] dead|gone_forever|never_born|not_alive|not_here
    wish i could|would|had [just] die|died|disappear_forever|not_wake_up|never_been_born
    wish i wouldnt|didnt|wont wake_up|exist|have_to_live|live
    hope|wish|pray|praying|hoping i [just|can|will|would] die|dont_wake_up|wont_wake_up|never_wake_up
    pray|wish|hope|asking|beg|begging god|jesus|the_lord would|will|to|just|takes|take [take] me [away|now|home] >
    better|easier off|if|when [i] [was|were|am|im|just] dead|died|gone_forever !broke|than_in
    better [off] without_me
    ending|end|ended [my|this] life !insurance|coverage|is|of
    take|taking my|their|our [own] life|lives !insurance|savings|back
    {no} want|wish|wanting|desire|wants|care [to] {live} !early|before|up_early|here|with_a_balance|with_debt|
        with_this_balance|with_my|with_her|with_him|there|near|off|to_a|the|my|him|her|at|in_(?:this|that|my|
        the)_(?:house|apartment|town|city|place)
    dont want|wanna to be here [anymore] >
    dont want_to|want go_on|carry_on|keep_going [anymore|like_this|living] >
    dont want_to|want go_on|carry_on|live without him|her|them
    cant go_on|carry_on|keep_living [anymore|like_this|living] >
    no|have_a|any|a|good reason|point|purpose|will to|in|for live|living|be_alive|go_on|exist !paying|
        with_the_(?:payment|payments)|with_the_plan|
        in_(?:this|that)_(?:house|town|city|apartment)|here
    nothing [left] to|worth live|living [for] !lol
    life isnt|aint|no_longer|not [even|really] worth [it|living] !the|that|your|all|this
    whats|what_is|see|no the|point point|of|in [of|in] living|being_alive|existing|going_on !a|the|with
    tired|sick|done|exhausted|weary [with|of|so|being] [my|this] life|living|being_alive|existing !insurance|in|here|
        at|with|on|out|off|alone|paycheck
    dont deserve to live|be_alive
    no_one|nobody|who [would|will|even|cares|care|really|notice|gives_a_shit] if_i_die|if_i_died|if_i_was_dead|
        if_i_was_gone|if_im_gone
    i|im|ive|ill [just|have|been] giving|give|gave|given up on [my] life|living
    goodbye cruel_world|note|letter
    pays|worth|get|gets|collects [my|more|them|him|her|wife|husband|kids|family|the] if|when im in_the_ground|
        six_feet_under
    suicide note|letter !on_my_chart|on_the_bill
    said|saying|say [my] [final|last] goodbyes [tonight|today] >
    i|im|hes|shes|ill [just] {soon} [just|to] jump >
    ~person|people|anyone {soon} [just|to] jump|jumping|drive|crash|run|step|walk [off|my|the|car|in|into|from|out|of|
        a] [a|the|off|in|of] {high}
    ~id|could|would jump|jumping off|from [a|the|this] bridge|roof|building|cliff|ledge|overpass !into_the|before|than
    standing|sitting on|at [the|a] [edge_of_the] bridge|ledge|edge >
    slit|slitting|cut|cutting|slice my wrists?|veins|throat
    have|got|with|i|already|sitting [a|the|my|already] pills|gun|razor|rope|knife|noose [is] in_my_hand|to_my_head|
        in_my_mouth|around_my_neck
    take|took|taking|swallow|swallowed [all|the|a|whole|bunch|of] [of|my] {pills} .. on_purpose|be_done|die|to_end|
        to_be_saved|forever
    take|taking|took|swallow|swallowed all [of|my|the] pills !for_the|for_this|as|they_gave|already|like_(?:you|he|she|
        they|the)|you_gave
    overdose|overdosed|od [on] purpose
    intentionally overdosed|overdose
    want my life [to] over|to_be_over|to_end|end
    lost [the|my|all] will to {live}
    go to sleep forever
    cant live|go_on with [this|the|all|so_much] pain
    disappear|vanish [from] forever|the_earth
    sleep and never|not wake_up
    wont|not be around|here|alive much_longer|anymore !for|to|on|,_moving|,_im_moving|cause_im_moving
    want it|everything|this|life [all] over|to_be_over|to_end [forever|for_good] >
    {kill} {them} !with|at|to_pay|working|in_\\d+|back_in|years|last_year|over
    cutting|cuts|cut {them} !off|a|some|up_with
    hurting|harming {them} !at_(?:the|practice|soccer|football|work|recess|school)|playing|skating|lifting|on_(?:his|
        her|the|that)_\\w+
    wants|threatening|threatened|talking|would [about|of|to] die|suicide|end_his_life|end_her_life !of|than|her|his|
        their
    feel|im|so|completely hopeless|worthless .. exist|live|die|anymore|go_on
    unalive|unalived|unaliving
    a|am|be|being|im|such [a|huge] burden to|on everyone|everybody|you_all|them|my|the_family|people|this_family
    cant|dont|dont_want_to keep [on] being|living|breathing here|alive|like_this|anymore|>
    wont|not|dont be|exist [here|alive|around] alive|after_tonight|after_tonite|after_friday|after_this_weekend
    plan|planning|intend on|to be|being|see alive|here_next|here_after|around_after|sunday|monday|tomorrow
    gun|glock|revolver|pistol|rifle|shotgun is|sits|out [out|already] loaded|on_the_table|on_my_nightstand|next_to_me
    loaded gun|glock|revolver|pistol|rifle|shotgun
    write|wrote|writing|written [my|the|out|all] [my|the|out|final|last] goodbyes|goodbye_letters?|goodbye_notes?|
        suicide_note|note_for_my|letters_to_my_(?:kids|children|family|sons?|daughters?|\\d)
    saving|saved|hoarding|hoarded|stockpiling|stashing|collecting up|all|my|the|extra [my|all|the] pills|oxys|opioids|
        medication|tylenol|percocets|xanax|insulin !list|organizer|money|receipts|bottles_for
    sleep for good
    die|dying|dead|gone|grave|end|ending|over .. .. .. by|at my own hands?
    bleed out in|how_long|slowly
    voices [are|keep|in_my_head] [are|keep] tell|telling|say|saying me|i|to|jump|die
    nobody|no_one|no1|noone [is|are|would|will|gon|even] [going_to|gon|gonna|ever] miss me !at|on|in|from|{day}
    burn|cut|scratch|scratching|burning|hit|hitting|punch myself|my_arms|my_wrists|my_thighs|my_legs [with|when|raw|
        until|till|on|to|again|because|every] with|when|raw|until|till|on_purpose|to_feel|again|because|every
    find|found my|me body|hanging|hanged|dead|in_the_tub
    car|engine running and|in|with the|door|my|a garage|door
    step|stepping|stepped|jump|jumping|walk|walking in_front_of|into [of] [the|a|that|my] train|bus|subway|traffic|
        truck|semi|red_line|blue_line|tracks
    tree|pole|overpass to|big_enough_to|strong_enough_to hit|drive_into|crash|hang
    cant afford to stay|be|keep alive|living >
    ~you|youre|are holding a|the|that|this blade|razor|knife|gun|box_cutter to|against my|myself|and
    put the|a gun|pistol|barrel in|to my mouth|head
    not wake_up|waking_up tomorrow|ever|again|from_this|in_the_morning_and_that
    make|my heart [to] just stop >
    put|putting|puts|get|got|want [me|a|the] bullet|slug in|to|through my|his|her|the head|brain|skull|temple
    blow|blowing|blew my|his|her [own] brains out
    eat|eating [a|my|the] bullet|gun|barrel|shotgun >
    pull|pulling the trigger tonight|today|on_myself|and|> !on_this|that|the|it
    driv\\w+ [my|the|this|us|both|all] [car|truck|self|of_us|van] off|into [of] [a|the] bridge|cliff|lake|river|ocean|
        oncoming !today_for|to_fish
    hanging|hang from|by the|a|my rafters?|neck|ceiling|beam|rope !sign|plant
    tied|tying|bought|got|have|made [up] [a|the|that|my] rope|noose [today|already|now|ready] [so|and|>] !for|to_tie
    no reason|point in|to|for keep_living|keep_going|be_here|stay_alive|living
    nothing|nobody left for me [here] on_this_earth|in_this_world|in_this_life
    i wont exist
    collect from [a|the|my] corpse|dead_body|dead_man|dead_woman|dead_person|dead_guy|dead_girl|ghost|grave
    someone|somebody|person|guy|man|woman|girl who|whos|thats hung|hanged|shot|killed themself|himself|herself
    meet my maker by|tonight|soon|today !when
    lifes|life_is|lives not|never|no_longer worth it|living !for_the
    im|i_am not going_to|gonna be here after_tonight|after_tonite|after_today
    22 a_day [,] might|make|be|guess|soon|almost [ill|make|it|be|that] 23|one|me
"""
_EN_NOT = """
    free|charge|bill|fee|balance|student|students|it|this .. should not|never exist
    phone|battery|laptop .. die
    hill|hills [that|thats|ill|im|id|i|willing|to|gonna|will] die|dying on
    the|a|this|that|my movie|show|book|novel|song|episode|game|scene|character|play
    autocorrect|voice_to_text|speech_to_text|typo|autocorrected
    class|training|course|awareness|prevention
    ~why|trying|tried not|no|never|dont|wont|didnt|havent|wouldnt [do|want|going_to|want_to|going|thoughts|thinking|
        thought|plan] [of|about|to] kill|killing|hurt|hurting|harm|harming|hang myself
"""
_END = """
    ~dont|didnt|never|not {want} [just|to|really] end|ending it|it_all|everything|things|my_life|myself [all|now|today|
        tonight|hoy|already] >
    says|she|he|hes|shes [is|going|to|wants|thinking|about] ending|end it|things|myself >
    end_it_tonight|ending_it_tonight|end_it_for_good
    ^ end it all
"""
_END_NOT = """
    balance|plan|autopay|payments?|account|link|contract|subscription|membership|refund|lease|class|debt
"""
_ABOUT = (
    "prevention awareness watch line hotline squad note risk screening assessment questions question form training"
    " class course pact wings drills rates research"
)
_SUICIDE_EN = """
    think|thinking|thinkin|thought|thoughts|considering|contemplating|talking [a_lot] [about|of|bout] suicide !{about}
    suicide [is] on my mind
    want suicide >
    number for the suicide line|hotline
    ^ suicide $
    suicide hotline|line|lifeline number|phone >
    commit suicide >
    im|feel|feeling|still|having|making|makes|me|so|been|got|hes|shes|is [really|very|me] suicidal !{about}
    i have suicidal thoughts
    ^ suicidal
"""
_SUICIDE_EN_NOT = """
    class|training|course|poster|patients|coded
    didnt|wouldnt|never|not commit
    not|dont|never|wasnt|havent|hasnt|no_longer|isnt|nor [feel|feeling|been|really|was|even|having|have|any] suicidal
"""
_ES_LISTS = {
    "want": "quiero quisiera deseo prefiero preferiria voy_a ganas_de mejor pienso pienso_en pensando_en pense_en"
    " quise he_pensado_en queria quiere quieren intente intento intentar trato_de tratando_de tengo_ganas_de capaz_de"
    " querer amenaza_con dice_que_va_a prefiere quieren hacen_querer pensamientos_de ideas_de idea_de habla_de"
    " hablando_de",
    "die": "morir morirme morirse matarme matarse suicidarme suicidarse quitarme_la_vida quitarse_la_vida ahorcarme"
    " colgarme ahorcarse no_existir no_despertar no_vivir desaparecer_para_siempre desaparecer_de_este_mundo"
    " dejar_de_existir dejar_de_vivir lastimarme hacerme_dano cortarme_las_venas aventarme envenenarme darme_un_tiro"
    " pegarme_un_tiro dispararme no_seguir_viviendo dormir_para_siempre morirnos",
    "joke": "que_pagar que_hablar que_llamar de_risa de_sueno de_hambre de_verguenza de_la_risa de_calor de_frio"
    " de_sed de_la_verguenza de_la_pena de_pena de_ganas de_viejo de_vieja de_coraje de_aburrimiento trabajando"
    " pagando con_los_pagos el_link con_un_pago con_un_solo con_pagos con_la_cuota con_esa con_ese cuando_vi al_ver"
    " del_susto de_tanto sin_pagar con_el_pago debiendo por_\\d+",
    "them": "al a_la a_los a_las a_ese a_esa la_\\w+ el_\\w+ los esa ese",
    "live": "vivir viviendo vivo existir existiendo despertar despertarme estar_vivo estar_viva estar_en_este_mundo",
    "pills": "pastillas medicinas medicamentos",
    "high": "puente edificio techo vias tren metro azotea balcon precipicio andamio freeway \\w+_piso",
}
_ES = """
    pienso|pensando|pensado|pense|pensamientos|ideas [en|de|n] [el|en] suicidio
    tengo|tener|teniendo|dieron|dan|dio|daban|siento [unas|las|muchas] ideas|pensamientos suicidas
    ^ [ideas|pensamientos] suicidio|suicidas $
    ~no|no_me|no_te|no_se|no_le|lo_de|es_que_me {want} [ya|solo|mejor|hasta] {die} !{joke}
    ~no|no_es_que|nunca|casi me [quiero|voy|quisiera|dan|pienso|puedo|he|a] [a|ganas|ganas_de|querido] matar|suicidar|
        morir|colgar|ahorcar !{joke}|un_rato|{them}|del_wifi|del_internet|de_la_luz
    ~no me [quiero|voy|pienso] [a] cortar_las_venas|quitar_la_vida|dar_un_tiro|pegar_un_tiro|envenenar|hacer_dano
    ~no se [quiere|va|quiso|intento|quieren] [a] matar|suicidar|ahorcar|quitar_la_vida !{joke}|{them}
    ~no_quiero|no_voy_a|si_quiero|querer matarme|suicidarme|ahorcarme|matarse|suicidarse|ahorcarse !{joke}|
        la_quincena|el_bolsillo|la_cartera
    ya_no|no|tampoco quiero|quiere|deseo|quisiera|tengo_ganas_de|aguanto [seguir|mas] {live} !para_comer|temprano|
        tan_temprano|
        tarde|tan_lejos|lejos|a_nadie|a_la|a_los|a_mi|aqui|con|en|pagando|debiendo|endeudad\\w+|un_dia_mas_con|sol[oa]|
        de|mas_con|mas_en|cerca
    ya_no|no puedo seguir|mas {live} !con|en|aqui|pagando
    ya_no puedo vivir [asi|mas] >
    quiero|quisiera desaparecer > !,_pero_a
    quiero es|seria {die}
    da igual vivir|morir|si_vivo
    nunca hubiera|haber nacido
    ^ [hoy|ya|mejor|,] me mato $
    ^ [ya] no quiero seguir $
    ya_no|no quiero|aguanto|puedo [mas] [seguir|mas] con_la_vida|con_mi_vida|estar_aqui >
    ya_no quiero seguir [mas|asi] > !,_con_(?:el|este|ese|los)
    ya_no puedo con la|esta|mi vida
    ya_no|no|nunca voy a existir|amanecer|despertar !para
    dormir|dormirme|acostarme y [ya|nunca] no|nunca|jamas [mas] despertar|despertarme
    no|ya_no [le|les|la] encuentro|veo|hallo sentido a la|mi|esta vida
    todos|familia|hijos .. mejor [si|sin] me_muero|yo_no|mi|me_muriera
    no haber nacido
    no [tengo|hay|encuentro|le_veo|veo|ninguna|una|mas] razon|razones|motivo|motivos|sentido [para|de|a|por|la] {live}|
        seguir|vida
    no [tengo|hay|le_veo] por_que|para_que [seguir] {live}
    no vale [la_pena] [seguir] vivir|viviendo|la_vida|mi_vida !pelea\\w+|pagando
    la|mi vida no|ya_no [me|ya] vale|tiene_sentido !tanto|tanta|el|ese|este|un
    para_que|por_que|pa_que [quiero|sigo|seguir] {live} !aqui|con|pagando|en_(?:este|esta|ese|esa)_(?!mundo|vida)\\w+|
        lejos|en_casa|en_la_casa
    ojala|pido|espero [que|dios|a_dios|yo|me|no|ya] me_muera|muera|me_muriera|muriera|no_despierte|despierte|me_lleve|
        despertara !antes
    quisiera|preferiria|prefiero|deseo|quiero|mejor|ojala|estaria|estuviera|me_gustaria [estar|ya|mejor|estuviera]
        muert[oa] !de_la_risa|de_risa|de_hambre|que_(?:(?:moros|sencill|casad)[oa]|pagar)
    mejor me mato|muero|suicido|mate
    mejor sin mi >
    nadie me|va|se [va|a] extran\\w+ !en|el|ese|esta|esa|mi
    nadie [le|les|se] [va_a] importa\\w* [si] me_muero|me_muriera|muero|me_mato
    me corto|corte|estoy_cortando|ando_cortando|he_cortado [los|las] brazos|venas|munecas|piernas|a_proposito
    se corta|cortan|lastima [los|las] brazos|venas|munecas|piernas|a_si_mism\\w+
    me estoy|ando|vivo cortando|lastimando|haciendo_dano !el_pelo|el_cabello|la_espalda
    me hago|hice|he_hecho dano [a_proposito|yo|otra_vez|a_mi_mism\\w+] >
    me [he] lastimo|lastime|lastimado|corto|corte a_proposito|adrede
    acabar|terminar|acabo|acabe|quitar con|la mi vida
    acabar|terminar con la_vida|su_vida
    cansad[oa]|hart[oa] de [la|esta|mi|tanto] vivir|vida|existir|estar_viv[oa] !aqui|endeudad\\w+|asi|con|de
    no|ya_no puedo mas con [la|esta|mi] vida
    {want} acabar|terminar con todo [hoy|ya|de_una_vez|esta_noche|para_siempre] > !,_(?:cuanto|cual|mandeme|mandenme|
        digame|paseme|pagar|el|la|las|los)
    hoy|esta_noche acabo|termino con todo !lo|el|mi|esto|la
    quitarme|quitarnos|quitarse|quitar la vida
    {pills} enfrente|en_la_mano|aqui_conmigo|listas|aqui_enfrente|en_frente
    me pego|golpeo|muerdo|rasguno|azoto .. .. .. hasta sangrar
    techo|puente|azotea|balcon [y] [dice] [que] [se] va_a|quiere brincar|saltar|aventarse|tirarse
    juntando|guardando|juntado|guardado|ahorrando|escondiendo|junte|guarde [mis|las|unas|todas|muchas] {pills}
        !para_llevar|para_el_dolor
    con_que|como|si|uno me|se mato|mata|matara !trabajando|de|el|la|estudiando
    uno se mata|suicida|quita la|>|,
    me corte otra_vez|de_nuevo !el_dedo|el_pelo|el_cabello|la_mano_con|cocinando|en_la_cocina
    ~se me quemo|queme los|el|las brazos?|piernas?|munecas? con !aceite|agua|el_(?:aceite|horno|sarten|cafe)|
        la_(?:estufa|
        plancha|olla)
    me pego|golpeo [en|contra] [la] cabeza|pared contra|en|hasta
    amarre|compre|puse|colgue la|una|mi soga !del
    tomarme|tomo|trago|inyecto|inyectarme [un|el|todo|todas] [el] frasco|veneno|raticida|cloro [entero|de|y|completo]
    guardado [el|un] veneno|raticida
    me [voy_a|quiero] tire|aviente|aviento|tiro del|de_la|al|desde|de_un {high}
    soy|siendo|ser|puro|solo [una|puro] carga para|pa mi|todos|ustedes|mis|la_familia
    escribi|hice|deje|termine [ya] las|mi|la cartas? de_despedida|para_mis|pa_mis|para_mi_(?:familia|mama|hij[oa]|
        espos[oa]) !,_del_trabajo|del_trabajo
    despedi|despidiendo de todos|mi_familia|mis
    ojala [que|ya|nunca|no] [nunca|no] amanezca|amaneciera
    voy_a|pienso|mejor|ganas_de acabar|acabo conmigo
    se|me va_a|voy_a|quiere|quiero dar|pegar|meter un tiro|balazo|plomazo !en_el_pie
    un_dia_de_estos me cuelgo|mato|ahorco|aviento|tiro|enveneno !a_la|a_los
    soltar el volante
    atravese|atravesarme|atravieso a|al|en|entre un|los|el carro|carros|tren|freeway
    quiero|voy_a ir|irme con [mi|mis] \\w+ .. cielo|panteon|dios|santa_gloria
    me dicen que me tire|mate|muera|corte|aviente
    merezco|merece estar|seguir|vivir viv[oa]|viviendo
    manana ya_no existo|estare|voy_a
    por mi|su propia mano
    contra mi persona|misma|mismo !no_puede
    carta|nota de despedida|suicidio !de|del|laboral
    despido de este_mundo|la_vida
    adios mundo|mundo_cruel !de|dice|decia|cruel_dice|cruel_decia
    tengo|las|la|una {pills}|pistola|arma|cuchillo|navaja|soga en_la_mano|y_la_voy_a_usar_conmigo|en_la_cabeza
    me [voy|quiero] [a] tomar|tragar|tome|trague tod[oa]s|un_monton_de|el_frasco_de [las|mis|de] {pills} !que|
        como_(?:me_)?(?:dijo|dijeron|indico)
    {pills} para|y [ya] morir\\w*|matarme|no_despertar
    [me|voy|quiero] tirar|aventar|lanzar|saltar|tirarme|aventarme|lanzarme del|de|desde|al|a [un|una|el|la|los|las]
        {high}
    ^ [ya] me voy a aventar|tirar $
    parad[oa] en|arriba_de|sobre [el|un|la] puente >
    ^ estoy en|arriba_de el puente $
    desaparecer para_siempre|de_este_mundo
    want_to|going_to|wanna matarme|morir|morirme|suicidarme
    quiero|me_quiero die|kill_myself
    volar|volarme|vuelo|vuele los sesos
    esta_noche|hoy|ahorita|manana me mato|suicido|cuelgo|ahorco !de_(?:risa|hambre)|trabajando|pagando
    hoy|esta_noche|manana se acaba todo para|pa mi
    decidi|decidid[oa] irme de este_mundo|esta_vida
"""
_ES_NOT = """
    dicte|dictado|voz_a_texto|corrector|autocorrector|quise_decir|quise_poner
    cuestionario|formulario|evaluacion .. si|de
    preguntaron|preguntan|pregunta|pregunto .. si|lo_de
    no he|tengo|tuve [pensado|en|ideas|pensamientos|intencion|de] suicid\\w+|matarme
    mata|planta|telefono|celular|cel|carro|troca|computadora|laptop|refri|pagina .. quiere|va|suicida
    pelicula|serie|novela|cancion|capitulo|videojuego|obra
"""

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
    Rule("self_harm", "en", "self_harm", phrases(_SUICIDE_EN, about=_ABOUT), phrases(_SUICIDE_EN_NOT)),
    Rule("self_harm", "en", "self_harm", phrases(_EN, **_EN_LISTS), phrases(_EN_NOT)),
    Rule("self_harm", "en", "self_harm", phrases(_END, **_EN_LISTS), phrases(_END_NOT)),
    Rule("self_harm", "es", "self_harm", phrases(_ES, **_ES_LISTS), phrases(_ES_NOT)),
    Rule("idiom_flag", "en", None, phrases(_IDIOM_EN)),
    Rule("idiom_flag", "es", None, phrases(_IDIOM_ES)),
)
