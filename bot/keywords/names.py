"""First names that patients of a US practice are called by, without accents: what "this isn't ..." may be about."""

from __future__ import annotations

NAMES = """
    aaron abby abel abigail abraham adam adan adela adele adrian adriana adrienne agnes agustin aida aileen alan alana
    alba albert alberta alberto alec alejandra alejandro alex alexa alexander alexandra alexis alfonso alfred alfredo
    ali alice alicia alina alisha alison allan allen allison alma alondra altagracia alvaro alyssa amanda amber amelia
    amy ana anabel andre andrea andres andrew andy angel angela angelica angelina angie anita ann anna anne annette
    annie anselmo anthony antoinette antonia antonio apolonia araceli ariana ariel arlene armando arnold arthur arturo
    ashley aubrey audrey aurelio aurora austin ava barbara barry bartolo beatrice beatriz becky belinda ben benito
    benjamin bernadette bernard bernardo bernice bertha beth bethany betsy betty beverly bianca bill billy blake
    blanca bobby bonnie brad bradley brandi brandon brandy breanna brenda brendan brenna brent bret brian briana
    bridget brittany brooke bruce bruno bryan caleb calvin cameron camila candace candice carl carla carlo carlos
    carlton carmen carol carole carolina caroline carolyn carrie casey casimiro cassandra catalina catherine cathy
    cecilia celeste celia cesar chad charlene charles charlie charlotte chayo chelo chelsea cheryl chester chloe chris
    christina christine christopher christy chucho chuy cindy claire clara clarence clark claudia clayton clifford
    clinton clyde cody colin colleen concepcion concha connie connor constance consuelo corey cristian cristina
    cristobal crystal curtis cynthia daisy dale damian dan dana daniel daniela danielle danny daphne darlene darrell
    darren dave david dayana dean deanna debbie deborah debra delia denise dennis derek derrick deshawn diana diane
    diego dolly dolores dominic dominique don donald donna dora doreen doris dorothy doug douglas duane dustin dwight
    dylan earl ebony eddie edelmira edgar edith edna eduardo edward edwin efrain eileen elaine elena eli eliana elias
    elijah elisa elise elizabeth ella ellen elmer eloisa eloise elsa elsie elvia elvira emilia emilio emily emma
    enrique eric erica erik erika erin ernest ernesto esmeralda esperanza esteban estela esther ethan eugene eulalia
    eusebio eva evan evelyn ezequiel fabian fabiola faith fatima felicia felipe felix fernanda fernando fidel fidelina
    filomena flora florence floyd frances francesca francis francisca francisco frank franklin fred freddy frederick
    froilan gabriel gabriela gail garrett gary gavin genaro gene george georgia gerald geraldine gerardo gilbert
    gilberto gina ginger gladys glen glenda glenn gloria gonzalo gordon grace graciela greg gregorio gregory greta
    griselda guadalupe guillermo gumersindo gustavo gwen gwendolyn hailey hannah harold harriet harry harvey hazel
    heather hector heidi helen henry herbert heriberta heriberto herman hilario hilda holly horacio hortensia howard
    hugo ian ignacio imelda ines inez irene iris irma irving isaac isabel isabella isabelle isaiah isidro ismael
    israel ivan jacinta jacinto jack jackie jackson jaclyn jacob jacqueline jacquelyn jaime jake jamal james jamie jan
    jane janet janice jared jasmin jasmine jason javier jay jean jeanette jeanne jeff jeffrey jenna jennifer jenny
    jeremiah jeremy jermaine jerome jerry jesse jessica jessie jesus jill jim jimmy jo joan joann joanna joanne
    joaquin jodi joe joel joey john johnny jolene jon jonathan jordan jorge jose josefina joseph josephine josh joshua
    josue joy joyce juan juana juanita judith judy julia julian juliana julie juliet julio justin karen karina karl
    karla kate katelyn katherine kathi kathleen kathryn kathy katie katrina katya kay kayla keisha keith kelley kelly
    kelsey ken kendra kenneth kent kerry kevin kim kimberly kirk kirsten krista kristen kristin kristina kristy kurt
    kyle lakisha lance larry latasha latoya laura lauren laurie lawrence lazaro leah leanne lee leon leona leonard
    leonardo leonor leroy leslie leticia lewis liam lilia lillian lily linda lindsay lindsey lisa lloyd logan lois
    lola lonnie lora lorena lorenzo loretta lori lorraine louis louise lourdes lucas lucho lucia lucille lucy luis
    luisa luke lupe lupita luz lydia lynn mabel macario mackenzie madeline madison magdalena maggie malik manny manuel
    manuela marc marcela marcelino marcia marco marcos marcus margaret margarita margie maria mariah marian mariana
    marianne maribel maricarmen maricela marie mariela marilyn mario marion marisa marisol marissa marjorie mark
    marlene marsha marta martha martin marvin mary mateo matias matilde matt matthew maureen maurice mauricio max
    maxine maya mayra megan melanie melinda melissa melody melvin mercedes meredith michael micheal michele michelle
    miguel mike mildred milton mindy minnie miranda mireya miriam misty mitchell moises molly monica morgan myra myrna
    myrtle nadia nancy naomi natalia natalie natasha nathan nathaniel nayeli neil nelson nereida nestor nicholas nick
    nicolasa nicole nina noah noel noelia noemi nora norberto norma norman obdulia octavio ofelia olga olivia omar
    opal orlando oscar otis pablo paco paige paloma pam pamela pancho patricia patrick patsy patti patty paul paula
    paulina pauline pedro peggy penny pepe perla pete peter phil philip phillip phyllis pilar ponciano porfirio
    priscilla rachel rafael ralph ramiro ramon ramona randall randy raquel raul ray raymond rebecca refugio regina
    reginald remedios rene renee reyna reynaldo rhonda ricardo rick ricky rigo rigoberto rita rob robert roberta
    roberto robin rochelle rocio rodney rodolfo rodrigo rogelio roger roland rolando roman ron ronald ronnie rosa
    rosalba rosalia rosalinda rosario rosaura rose rosemarie rosemary rosie ross roxanne roy ruben ruby rudy rufino
    russell ruth rutilio ryan sabrina sadie sally salome salvador sam samantha samuel sandra sandy santiago santos
    sara sarah sasha saul savannah sean sebastian selena sergio servando seth shane shannon sharon shaun shawn sheila
    shelby shelly sherri sherry sheryl shirley sidney silvia simon socorrito sofia sonia sonya sophia sophie spencer
    stacey stacy stanley stefanie stella stephanie stephen steve steven stuart sue susan susana susie suzanne sydney
    sylvia tabitha tamara tammy tanya tara tasha taylor ted teodoro tere teresa teri terrance terrence terri terry
    thelma theodore theresa thomas tiffany tim timothy tina toby todd tom tomas tommy toni tony tonya tracey traci
    tracy travis trent trevor tricia trinidad troy tyler tyrone ulises uriel ursula valentin valentina valerie vanessa
    vera veronica vicente vicki vicky victor victoria vincent viola violet violeta virginia viridiana vivian viviana
    wade walter wanda warren wayne wendy wesley whitney wilfredo willard william willie willis wilma winifred xavier
    ximena xiomara yadira yajaira yamileth yareli yaritza yesenia yolanda yolotzin yvette yvonne zachary zenaida zoe
    zoila zoraida
"""
