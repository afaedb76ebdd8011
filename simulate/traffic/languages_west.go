package traffic

var english = language{
	code: "en", share: 12, zone: -300, ios: 55, dial: "+120", block6: "2600:1700",
	blocks: []string{"24.18", "50.46", "67.160", "68.32", "69.136", "70.112", "71.192", "72.64", "73.15", "75.64", "76.88", "98.192", "99.8"},
	names:  []string{"Emma", "Liam", "Olivia", "Noah", "Ava", "Mason", "Zoë", "Jack O'Neil", "Priya", "DJ \"Max\"", "Sam", "Grace"},
	logins: []string{"emma", "liam", "olivia", "noah", "ava", "mason", "zoe", "jackoneil", "priya", "djmax", "sam", "grace"},
	places: []string{
		"the book club", "Saturday's hike", "accounting", "the 5k run", "yoga class", "our building", "the Discord", "last week's meetup",
		"high school", "the marketplace",
	},
	wordings: []string{
		"Hi, it's {n}", "Hey {f}! {n} from {p}", "Hi {f}, we met at {p}", "this is {n}, got a new phone", "Loved your post about {p}, can we talk?",
		"Hello! I'm {n}, {p} gave me your contact", "add me pls", "Hi there, quick question about {p}", "{f}? It's {n}, long time no see",
	},
	closings: []string{"", "", "", ".", "!", " :)", " 👋", " 😊", " Thanks!", " 👍🏽", " 🧑‍🤝‍🧑"},
	remarks:  []string{"{f}", "{f} ({p})", "{f} from {p}", "Dr. {f}", "{f} \\o/"},
	groups:   []string{"Friends", "Family", "Work", "School", "Customers"},
}

var spanish = language{
	code: "es", share: 7, zone: -360, ios: 25, dial: "+5255", block6: "2806:2f0",
	blocks: []string{"187.130", "187.140", "189.140", "189.210", "201.110", "201.140", "80.24", "81.32", "83.40"},
	names:  []string{"Sofía", "Mateo", "Valentina", "José", "Lucía", "Diego", "Íñigo", "Camila", "Andrés", "Peña"},
	logins: []string{"sofia", "mateo", "valentina", "jose", "lucia", "diego", "inigo", "camila", "andres", "pena"},
	places: []string{"la uni", "el gimnasio", "la clase de inglés", "el partido del domingo", "la oficina", "el club de lectura", "tu publicación"},
	wordings: []string{
		"Hola, soy {n}", "¡Hola {f}! Soy {n}, de {p}", "Nos conocimos en {p}, ¿me agregas?", "Cambié de número, soy {n}", "Hola, quería preguntarte por {p}",
		"Buenas, {f}. Te escribo por {p}",
	},
	closings: []string{"", "", ".", " ¡Gracias!", " 😊", " 🙌🏾", " saludos", " 🇲🇽"},
	remarks:  []string{"{f}", "{f} ({p})", "{f} de {p}", "Sra. {f}"},
	groups:   []string{"Amigos", "Familia", "Trabajo", "Vecinos", "Compañeros"},
}

var portuguese = language{
	code: "pt", share: 7, zone: -180, ios: 20, dial: "+55119", block6: "2804:14c",
	blocks: []string{"177.32", "177.140", "179.100", "186.204", "187.20", "189.60", "191.30", "200.160", "201.50"},
	names:  []string{"João", "Maria", "Ana Júlia", "Pedro", "Larissa", "Caio", "Conceição", "Rafael", "Bia", "Thiago"},
	logins: []string{"joao", "maria", "anaju", "pedro", "larissa", "caio", "conceicao", "rafa", "bia", "thiago"},
	places: []string{"a faculdade", "o futebol de quinta", "o curso", "o trabalho", "a academia", "o grupo do condomínio", "a feira"},
	wordings: []string{
		"Oi, aqui é {n}", "Oi {f}, tudo bem? Sou {n}", "A gente se conheceu n{p}, me adiciona?", "Troquei de número, é {n}", "Olá, vi seu anúncio",
		"{f}, é sobre {p}", "Bom dia! Posso te adicionar?",
	},
	closings: []string{"", "", ".", " Obrigado!", " Obrigada 😘", " kkk", " 🙏🏿", " abraço", " ⚽"},
	remarks:  []string{"{f}", "{f} ({p})", "Seu {f}", "{f} – cliente"},
	groups:   []string{"Amigos", "Família", "Trabalho", "Vizinhos", "Colégio"},
}

var arabic = language{
	code: "ar", share: 5, zone: 180, ios: 35, dial: "+9665", block6: "2001:16a2",
	blocks: []string{"5.41", "37.104", "46.152", "51.36", "77.31", "78.93", "94.96", "95.184", "41.32", "156.192", "197.32"},
	names:  []string{"محمد", "فاطمة", "أحمد", "نورة", "خالد", "سارة", "يوسف", "ليلى", "عبدالله", "ريم 🌙"},
	logins: []string{"mohammed", "fatima", "ahmad", "noura", "khalid", "sara", "yousef", "layla", "abdullah", "reem"},
	places: []string{"الجامعة", "النادي", "دورة اللغة", "العمل", "مجموعة القراءة", "الحي", "المعرض"},
	wordings: []string{
		"السلام عليكم، أنا {n}", "مرحباً {f}، معك {n} من {p}", "تقابلنا في {p}، ممكن إضافة؟", "غيّرت رقمي، أنا {n}", "أهلاً، عندي سؤال عن {p}",
		"صباح الخير {f}",
	},
	closings: []string{"", "", ".", " شكراً", " 🌹", " 😊", " وفقك الله"},
	remarks:  []string{"{f}", "{f} ({p})", "أبو {f}", "{f} - {p}"},
	groups:   []string{"أصدقاء", "العائلة", "العمل", "زبائن"},
}

var hindi = language{
	code: "hi", share: 7, zone: 330, ios: 8, dial: "+9198", block6: "2405:201",
	blocks: []string{"14.139", "27.4", "49.36", "59.88", "106.192", "117.192", "122.160", "157.34", "223.176"},
	names:  []string{"राहुल", "प्रिया", "अमित", "नेहा", "संजय", "कृष्णा", "श्रुति", "विक्रम", "अंजलि", "Rohit भाई"},
	logins: []string{"rahul", "priya", "amit", "neha", "sanjay", "krishna", "shruti", "vikram", "anjali", "rohit"},
	places: []string{"कॉलेज", "क्रिकेट क्लब", "ऑफ़िस", "कोचिंग", "मोहल्ला समिति", "योग कक्षा", "शादी"},
	wordings: []string{
		"नमस्ते, मैं {n} हूँ", "{f} जी, मैं {p} से {n}", "हम {p} में मिले थे, याद है?", "नया नंबर है, {n} बोल रहा हूँ", "{p} के बारे में पूछना था",
		"Hi {f}, {n} here", "कृपया मुझे जोड़ लें",
	},
	closings: []string{"", "", "।", " 🙏", " धन्यवाद", " 😊", " 🙏🏽"},
	remarks:  []string{"{f}", "{f} जी", "{f} ({p})", "{p} वाले {f}"},
	groups:   []string{"दोस्त", "परिवार", "ऑफ़िस", "ग्राहक", "{p} के साथी"},
}

var russian = language{
	code: "ru", share: 5, zone: 180, ios: 25, dial: "+791", block6: "2a00:1fa0",
	blocks: []string{"5.136", "37.110", "46.38", "77.34", "78.36", "83.149", "85.140", "91.76", "94.25", "95.24", "109.184", "178.64", "188.32"},
	names:  []string{"Аня", "Дмитрий", "Катя", "Иван", "Ольга", "Серёжа", "Маша", "Алексей", "Юля", "Тимур"},
	logins: []string{"anya", "dmitry", "katya", "ivan", "olga", "serezha", "masha", "alexey", "yulia", "timur"},
	places: []string{"волейбол", "наш двор", "курсы английского", "работа", "книжный клуб", "прошлая конференция", "дача"},
	wordings: []string{
		"Привет, это {n}", "{f}, привет! Это {n} ({p})", "Здравствуйте, меня зовут {n}", "Добавь меня, пожалуйста", "Новый номер, {n}",
		"Вопрос по теме «{p}»", "Давно не виделись! {n}, помнишь?",
	},
	closings: []string{"", "", ".", "!", " :)", " 😉", " спасибо", ")))", " 👨‍👩‍👧"},
	remarks:  []string{"{f}", "{f} ({p})", "{f} – {p}", "тётя {f}"},
	groups:   []string{"Друзья", "Семья", "Работа", "Клиенты", "Школа"},
}
