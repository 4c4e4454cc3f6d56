"""What the demonstration's programme says, in the five languages: its brief, scenarios, notice and test."""

from collections.abc import Mapping

Texts = Mapping[str, str]

NAME = "Fresh eyes at the counter"

BRIEFS: Texts = {
    "en": """# Before you go

Read the checklist twice. You cannot look at it inside, so **remember the times**.

# In the shop

1. Enter alone and note when the first person greets you.
2. Play your part as you would in your own life. Never provoke anybody.
3. Buy one thing of up to 10 euros and keep the receipt.

![The shop front: the door stands between two lit windows](picture-1)

# Afterwards

* Fill in the checklist **outside**, within 24 hours.
* Write what you saw and heard, not what you think of it.
* Never photograph people.

> If anybody asks who you are, say that you are a customer. Should you feel unsafe, leave.
""",
    "el": """# Πριν πάτε

Διαβάστε τη λίστα ελέγχου δύο φορές. Μέσα δεν μπορείτε να την κοιτάξετε, γι’ αυτό **θυμηθείτε τις ώρες**.

# Στο κατάστημα

1. Μπείτε μόνοι και σημειώστε πότε σας χαιρετά ο πρώτος υπάλληλος.
2. Παίξτε τον ρόλο σας όπως στη δική σας ζωή. Μην προκαλέσετε ποτέ κανέναν.
3. Αγοράστε κάτι έως 10 ευρώ και κρατήστε την απόδειξη.

![Η πρόσοψη: η πόρτα βρίσκεται ανάμεσα σε δύο φωτισμένες βιτρίνες](picture-1)

# Μετά

* Συμπληρώστε τη λίστα **έξω**, μέσα σε 24 ώρες.
* Γράψτε τι είδατε και τι ακούσατε, όχι τη γνώμη σας.
* Μη φωτογραφίζετε ποτέ ανθρώπους.

> Αν σας ρωτήσουν ποιοι είστε, πείτε ότι είστε πελάτης. Αν δεν νιώθετε ασφαλείς, φύγετε.
""",
    "fi": """# Ennen käyntiä

Lue tarkistuslista kahdesti. Myymälässä et voi katsoa sitä, joten **paina kellonajat mieleesi**.

# Myymälässä

1. Tule yksin ja pane merkille, milloin ensimmäinen myyjä tervehtii.
2. Esitä osasi kuten omassa elämässäsi. Älä koskaan provosoi ketään.
3. Osta jotain enintään 10 eurolla ja säilytä kuitti.

![Julkisivu: ovi on kahden valaistun näyteikkunan välissä](picture-1)

# Käynnin jälkeen

* Täytä tarkistuslista **ulkona** 24 tunnin kuluessa.
* Kirjoita, mitä näit ja kuulit, älä mitä ajattelet siitä.
* Älä koskaan kuvaa ihmisiä.

> Jos joku kysyy, kuka olet, sano olevasi asiakas. Jos olosi on turvaton, lähde pois.
""",
    "hy": """# Այցից առաջ

Երկու անգամ կարդացեք հարցաթերթը։ Ներսում չեք կարող նայել, ուստի **հիշեք ժամերը**։

# Խանութում

1. Մտեք մենակ և նկատեք, թե երբ է առաջին աշխատակիցը ձեզ ողջունում։
2. Ձեր դերը կատարեք այնպես, ինչպես ձեր կյանքում։ Երբեք ոչ ոքի մի՛ գրգռեք։
3. Գնեք մեկ բան՝ մինչև 10 եվրո, և պահեք կտրոնը։

![Խանութի ճակատը. դուռը երկու լուսավորված ցուցափեղկերի միջև է](picture-1)

# Այցից հետո

* Լրացրեք հարցաթերթը **դրսում**՝ 24 ժամվա ընթացքում։
* Գրեք, թե ինչ տեսաք և լսեցիք, ոչ թե ինչ եք մտածում դրա մասին։
* Երբեք մի՛ լուսանկարեք մարդկանց։

> Եթե հարցնեն, թե ով եք, ասեք, որ հաճախորդ եք։ Եթե ձեզ ապահով չեք զգում, հեռացեք։
""",
    "tr": """# Gitmeden önce

Kontrol listesini iki kez okuyun. İçeride bakamazsınız, bu yüzden **saatleri aklınızda tutun**.

# Mağazada

1. Yalnız girin ve ilk çalışanın sizi ne zaman selamladığına dikkat edin.
2. Rolünüzü kendi hayatınızdaki gibi oynayın. Kimseyi asla kışkırtmayın.
3. En fazla 10 avroluk bir şey alın ve fişi saklayın.

![Mağazanın önü: kapı iki aydınlık vitrinin arasında](picture-1)

# Sonrasında

* Kontrol listesini **dışarıda**, 24 saat içinde doldurun.
* Ne düşündüğünüzü değil, ne gördüğünüzü ve duyduğunuzu yazın.
* İnsanların fotoğrafını asla çekmeyin.

> Kim olduğunuzu sorarlarsa müşteri olduğunuzu söyleyin. Kendinizi güvende hissetmezseniz ayrılın.
""",
}

SCENARIOS: tuple[Texts, ...] = (
    {
        "en": "You look for a present for a friend who has just moved.",
        "el": "Ψάχνετε ένα δώρο για έναν φίλο που μόλις μετακόμισε.",
        "fi": "Etsit lahjaa ystävälle, joka on juuri muuttanut.",
        "hy": "Նվեր եք փնտրում ընկերոջ համար, որը նոր է տեղափոխվել։",
        "tr": "Yeni taşınan bir arkadaşınıza hediye arıyorsunuz.",
    },
    {
        "en": "You want a lamp for a dark hallway and do not know which one.",
        "el": "Θέλετε ένα φωτιστικό για έναν σκοτεινό διάδρομο και δεν ξέρετε ποιο.",
        "fi": "Haluat lampun pimeään eteiseen etkä tiedä, minkälaisen.",
        "hy": "Լամպ եք ուզում մութ միջանցքի համար և չգիտեք՝ որը։",
        "tr": "Karanlık bir koridor için lamba istiyorsunuz ama hangisi olacağını bilmiyorsunuz.",
    },
)

NOTICES: Texts = {
    "en": "Visitors come to our shops to see our service as customers do. Results are shown for teams, "
    "never for single people, and serve to improve the service alone.",
    "el": "Επισκέπτες έρχονται στα καταστήματά μας για να δουν την εξυπηρέτηση όπως οι πελάτες. "
    "Τα αποτελέσματα αφορούν ομάδες, ποτέ μεμονωμένα άτομα, και υπηρετούν μόνο τη βελτίωση.",
    "fi": "Myymälöissämme käy vieraita katsomassa palvelua asiakkaan silmin. Tulokset näytetään ryhmittäin, "
    "ei koskaan yksittäisistä ihmisistä, ja niillä vain parannetaan palvelua.",
    "hy": "Մեր խանութներ այցելուներ են գալիս՝ սպասարկումը հաճախորդի աչքերով տեսնելու։ Արդյունքները "
    "ցույց են տրվում թիմերի, երբեք առանձին մարդկանց համար, և ծառայում են միայն բարելավմանը։",
    "tr": "Hizmetimizi müşteri gözüyle görmek için mağazalarımıza ziyaretçiler gelir. Sonuçlar kişiler için "
    "değil, ekipler için gösterilir ve yalnızca hizmeti iyileştirmeye yarar.",
}

QUESTIONS: tuple[tuple[Texts, tuple[Texts, ...], int], ...] = (
    (
        {
            "en": "Where do you fill in the checklist?",
            "el": "Πού συμπληρώνετε τη λίστα ελέγχου;",
            "fi": "Missä täytät tarkistuslistan?",
            "hy": "Որտե՞ղ եք լրացնում հարցաթերթը։",
            "tr": "Kontrol listesini nerede doldurursunuz?",
        },
        (
            {
                "en": "At the till",
                "el": "Στο ταμείο",
                "fi": "Kassalla",
                "hy": "Դրամարկղի մոտ",
                "tr": "Kasada",
            },
            {
                "en": "Outside, after the visit",
                "el": "Έξω, μετά την επίσκεψη",
                "fi": "Ulkona käynnin jälkeen",
                "hy": "Դրսում՝ այցից հետո",
                "tr": "Dışarıda, ziyaretten sonra",
            },
            {
                "en": "Beside the staff",
                "el": "Δίπλα στο προσωπικό",
                "fi": "Henkilökunnan vieressä",
                "hy": "Անձնակազմի կողքին",
                "tr": "Çalışanların yanında",
            },
        ),
        1,
    ),
    (
        {
            "en": "What do you write?",
            "el": "Τι γράφετε;",
            "fi": "Mitä kirjoitat?",
            "hy": "Ի՞նչ եք գրում։",
            "tr": "Ne yazarsınız?",
        },
        (
            {
                "en": "What I saw and heard",
                "el": "Τι είδα και τι άκουσα",
                "fi": "Mitä näin ja kuulin",
                "hy": "Ինչ տեսա և լսեցի",
                "tr": "Gördüklerimi ve duyduklarımı",
            },
            {
                "en": "What I think of the people",
                "el": "Τι σκέφτομαι για τους ανθρώπους",
                "fi": "Mitä ajattelen ihmisistä",
                "hy": "Ինչ եմ մտածում մարդկանց մասին",
                "tr": "İnsanlar hakkında düşündüklerimi",
            },
        ),
        0,
    ),
    (
        {
            "en": "Somebody asks who you are. What do you say?",
            "el": "Κάποιος ρωτά ποιοι είστε. Τι λέτε;",
            "fi": "Joku kysyy, kuka olet. Mitä sanot?",
            "hy": "Ձեզ հարցնում են, թե ով եք։ Ի՞նչ եք ասում։",
            "tr": "Biri kim olduğunuzu soruyor. Ne dersiniz?",
        },
        (
            {
                "en": "That I test the shop",
                "el": "Ότι ελέγχω το κατάστημα",
                "fi": "Että testaan myymälää",
                "hy": "Որ ստուգում եմ խանութը",
                "tr": "Mağazayı denetlediğimi",
            },
            {
                "en": "That I am a customer",
                "el": "Ότι είμαι πελάτης",
                "fi": "Että olen asiakas",
                "hy": "Որ հաճախորդ եմ",
                "tr": "Müşteri olduğumu",
            },
        ),
        1,
    ),
)
