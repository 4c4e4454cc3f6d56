"""What people in the demonstration write, in the language of the place."""

from collections.abc import Mapping

LIKED: Mapping[str, tuple[str, ...]] = {
    "en": (
        "They took the time to find exactly the right lamp for our hallway.",
        "Somebody carried the heavy box to my car without being asked.",
        "Honest advice: they told me the cheaper one was good enough.",
        "The shop is tidy and everything has a clear price.",
        "Quick at the till even though it was full.",
        "They remembered me from last time. That felt good.",
    ),
    "el": (
        "Με άκουσαν με υπομονή και μου πρότειναν ακριβώς αυτό που χρειαζόμουν.",
        "Πολύ ευγενικό προσωπικό και ωραία τακτοποιημένο κατάστημα.",
        "Μου έδειξαν πώς λειτουργεί η συσκευή πριν την αγοράσω.",
        "Ειλικρινής συμβουλή: μου είπαν ότι το φθηνότερο μου αρκεί.",
        "Η συσκευασία δώρου ήταν υπέροχη και έγινε στη στιγμή.",
        "Βρήκαν το μέγεθος που ήθελα σε άλλο κατάστημα και το παρήγγειλαν.",
    ),
    "fi": (
        "Sain rehellisen neuvon, vaikka se tarkoitti halvempaa tuotetta.",
        "Myyjä tunsi tuotteet hyvin ja näytti, miten niitä käytetään.",
        "Kassalla palvelu oli nopeaa ja ystävällistä.",
        "Liike on siisti ja tavarat löytyvät helposti.",
        "Minua kuunneltiin rauhassa, eikä mitään tyrkytetty.",
        "Viallisen tuotteen vaihto sujui ilman kysymyksiä.",
    ),
    "hy": (
        "Վաճառողը համբերատար բացատրեց, թե որն է տարբերությունը երկու մոդելների միջև։",
        "Շատ բարեհամբույր մարդիկ են, հաճելի էր այցելել։",
        "Խանութը մաքուր է, և ամեն ինչ հեշտ է գտնել։",
        "Նվերը գեղեցիկ փաթեթավորեցին։",
    ),
    "tr": (
        "Çok güler yüzlüydüler, kendimi misafir gibi hissettim.",
        "Aradığım ürünü bulmak için depoya kadar gittiler.",
        "Ürünün nasıl kullanılacağını sabırla anlattılar.",
        "Kasada hiç beklemedim, her şey çok hızlıydı.",
        "İade işlemi sorunsuz oldu, teşekkür ederim.",
        "Çay ikram ettiler, çok ince bir davranıştı.",
    ),
}

IMPROVE: Mapping[str, tuple[str, ...]] = {
    "en": (
        "More chairs for people who have to wait.",
        "Please answer the phone in the afternoon.",
        "A second till on Saturdays would help.",
        "Prices on the top shelf are hard to read.",
    ),
    "el": (
        "Περίμενα πέντε λεπτά στην είσοδο και κανείς δεν με χαιρέτησε.",
        "Κανείς δεν σήκωσε το κεφάλι όταν μπήκα. Ένα «καλημέρα» αρκεί.",
        "Χρειάζεται περισσότερο προσωπικό το Σάββατο το πρωί.",
        "Να υπάρχει κάποιος κοντά στην πόρτα να ρωτάει αν θέλουμε βοήθεια.",
        "Οι τιμές στο πάνω ράφι δεν διαβάζονται.",
    ),
    "fi": (
        "Toivoisin, että myyjät tuntisivat keittiötuotteet paremmin.",
        "Lisää väkeä lauantaisin, jono oli pitkä.",
        "Verkkokaupan tilauksen nouto kesti liian kauan.",
        "Hintalappuja puuttui useasta tuotteesta.",
    ),
    "hy": ("Շաբաթ օրերին երկար սպասեցինք դրամարկղի մոտ։", "Ավելի շատ գույներ կուզենայինք տեսնել։"),
    "tr": (
        "Arka kapının önü kolilerle doluydu, geçmekte zorlandım.",
        "Cumartesi günleri ikinci bir kasa açılsa iyi olur.",
        "Fiyat etiketlerinin bir kısmı eksikti.",
        "Telefonla ulaşmak zor oluyor.",
    ),
}

PRAISE: Mapping[str, tuple[str, ...]] = {
    "en": ("Grace, for finding a spare part nobody else could find.", "Tom at the till, always cheerful."),
    "el": ("Η κυρία Ελένη, για την υπομονή και το χαμόγελό της.", "Ο Νίκος, γιατί ξέρει κάθε προϊόν."),
    "fi": ("Aino, koska hän jaksoi selittää kaiken kahteen kertaan.", "Kassan Mikko, aina hyvällä tuulella."),
    "hy": ("Անին, որովհետև շատ ուշադիր էր։",),
    "tr": ("Elif Hanım, güler yüzü ve sabrı için.", "Mert Bey, ürünleri çok iyi biliyor."),
}

STOPS_US: Mapping[str, tuple[str, ...]] = {
    "en": ("Deliveries arrive in the busiest hours.", "One till is not enough on Saturdays."),
    "el": ("Οι παραλαβές έρχονται πάντα στις ώρες αιχμής.", "Το Σάββατο είμαστε μόνο δύο στο κατάστημα."),
    "fi": ("Tavarat tulevat juuri ruuhka-aikaan.", "Lauantaisin meitä on liian vähän."),
    "hy": ("Ապրանքը բերում են հենց ամենաբանուկ ժամերին։",),
    "tr": ("Mal kabul en yoğun saatlere denk geliyor.", "Depoda yer kalmadı, koliler koridorda duruyor."),
}

HAPPENED: Mapping[str, tuple[str, ...]] = {
    "en": (
        "It did not happen while I was there, although the staff were not busy.",
        "Only in part: I had to ask twice before I got what I needed.",
        "I waited and looked around, but nobody came towards me.",
    ),
    "el": (
        "Δεν έγινε όσο ήμουν εκεί, παρότι το προσωπικό δεν ήταν απασχολημένο.",
        "Μόνο εν μέρει: χρειάστηκε να ρωτήσω δύο φορές.",
        "Περίμενα και κοίταζα γύρω μου, αλλά κανείς δεν με πλησίασε.",
    ),
    "fi": (
        "Sitä ei tapahtunut käyntini aikana, vaikka myymälässä oli hiljaista.",
        "Vain osittain: jouduin kysymään kahdesti.",
        "Odotin ja katselin ympärilleni, mutta kukaan ei tullut luokse.",
    ),
    "hy": (
        "Այցիս ընթացքում դա չեղավ, թեև աշխատակիցները զբաղված չէին։",
        "Միայն մասամբ. ստիպված էի երկու անգամ հարցնել։",
    ),
    "tr": (
        "Ben oradayken olmadı, oysa çalışanlar meşgul değildi.",
        "Kısmen: istediğimi almak için iki kez sormam gerekti.",
        "Bekledim ve etrafıma bakındım ama kimse yanıma gelmedi.",
    ),
}

BLOCKED: Mapping[str, str] = {
    "en": "Boxes of the morning delivery stood in front of the emergency exit.",
    "el": "Κούτες από την πρωινή παραλαβή βρίσκονταν μπροστά στην έξοδο κινδύνου.",
    "fi": "Aamun toimituksen laatikot olivat hätäuloskäynnin edessä.",
    "hy": "Առավոտյան բերված արկղերը դրված էին վթարային ելքի առջև։",
    "tr": "Sabah gelen koliler acil çıkışın önünde duruyordu.",
}

SUMMARY: Mapping[str, tuple[str, ...]] = {
    "en": ("A calm visit. I found what I was looking for and would come back.",),
    "el": ("Μια ήρεμη επίσκεψη. Βρήκα αυτό που έψαχνα και θα ξαναπήγαινα.",),
    "fi": ("Rauhallinen käynti. Löysin, mitä etsin, ja tulisin uudelleen.",),
    "hy": ("Հանգիստ այց էր։ Գտա այն, ինչ փնտրում էի, և նորից կգայի։",),
    "tr": ("Sakin bir ziyaretti. Aradığımı buldum, yine gelirim.",),
}
