package traffic

// pitch is what campaigns write in one language: advertisements, openers that seem harmless, reproaches, links, and the
// words and remarks of false officials. The patterns are those of language.
type pitch struct {
	lures, openers, nags, scams, officials, titles []string
}

// speech is all that is written in one region, ready to be filled in.
type speech struct {
	wordings, remarks, groups                      []pattern
	lures, openers, nags, scams, officials, titles []pattern
}

func newSpeech(l *language) *speech {
	p := pitches[l.code]
	return &speech{
		wordings: parsePatterns(l.wordings), remarks: parsePatterns(l.remarks), groups: parsePatterns(l.groups),
		lures: parsePatterns(p.lures), openers: parsePatterns(p.openers), nags: parsePatterns(p.nags), scams: parsePatterns(p.scams),
		officials: parsePatterns(p.officials), titles: parsePatterns(p.titles),
	}
}

var pitches = map[string]*pitch{
	"zh-Hans": {
		lures:     []string{"兼职刷单，日赚300元，加微信 vip8899 详聊", "免费领红包，群里每天发，加我拉你进群", "低价会员充值，官方渠道，+V: hb6666", "股票内参群，老师带你稳赚"},
		openers:   []string{"你好，请问是{f}吗？", "可能加错了，不好意思，认识一下？", "你朋友推荐的，想和你交个朋友", "看你头像很亲切"},
		nags:      []string{"为什么不通过？", "{f}，你再不加我试试", "我知道你看到了", "别装了，回我！！！", "你躲不掉的"},
		scams:     []string{"您的账号异常，请点击 {l} 验证", "{f}您好，您有一笔退款待领取：{l}", "恭喜中奖！领取地址 {l}"},
		officials: []string{"你好，我是{n}，这是我的新号，旧号停用了", "官方客服：您的账户需要核实，请通过好友", "我是群主{n}，请加一下"},
		titles:    []string{"官方客服", "{n}（新号）", "系统管理员", "平台安全中心"},
	},
	"zh-Hant": {
		lures:     []string{"在家兼職，日領2000元，加LINE: work88", "免費抽獎，加好友領點數", "投資群組，保證獲利，名額有限"},
		openers:   []string{"請問是{f}嗎？", "好像加錯人了，交個朋友？", "朋友介紹的，您好"},
		nags:      []string{"為什麼不加我？", "{f}，我知道你在線上", "回我訊息！！"},
		scams:     []string{"您的包裹無法配送，請更新地址：{l}", "{f}您好，帳號異常請驗證 {l}"},
		officials: []string{"我是{n}，這是新帳號", "官方客服，請通過好友以核對資料"},
		titles:    []string{"官方客服", "{n}（新帳號）", "系統管理員"},
	},
	"en": {
		lures:     []string{"Earn $500 a day from home! Message me now", "FREE followers and coins, add me", "Crypto signals, 300% guaranteed, VIP group open today", "Cheap meds, no prescription. Ask for the list"},
		openers:   []string{"Hi, is this {f}?", "Sorry, I think I have the wrong number. You seem nice though", "A friend of yours told me about you", "Love your photo, where was it?"},
		nags:      []string{"why don't you accept??", "{f}, I know you read this", "stop ignoring me", "ANSWER ME", "you'll be sorry"},
		scams:     []string{"Your account is limited, verify here: {l}", "{f}, your parcel is waiting: {l}", "You won! Claim within 24h {l}"},
		officials: []string{"Hi, {n} here, this is my new account, the old one is blocked", "Support team: we need to verify your account, please accept", "This is {n}, your admin"},
		titles:    []string{"Official Support", "{n} (new)", "Admin", "Security Team"},
	},
	"ja": {
		lures:     []string{"スマホだけで月収100万円！興味ある方は追加を", "無料でギフト券プレゼント中", "必ず儲かる投資グループ、今だけ"},
		openers:   []string{"{f}さんですか？", "間違えて追加したかもしれません。よかったらお友達に", "お友達の紹介です"},
		nags:      []string{"なんで無視するの？", "{f}、見てるよね", "返事して！！"},
		scams:     []string{"お荷物をお届けできませんでした。ご確認ください {l}", "{f}様、アカウントの確認が必要です：{l}"},
		officials: []string{"{n}です。新しいアカウントになりました", "公式サポートです。本人確認のため承認してください"},
		titles:    []string{"公式サポート", "{n}（新）", "運営"},
	},
	"ko": {
		lures:     []string{"재택 부업 하루 50만원! 친추 주세요", "무료 코인 지급, 단톡방 초대해 드려요", "주식 리딩방 수익 보장"},
		openers:   []string{"혹시 {f}님 맞으세요?", "번호를 잘못 저장했나 봐요. 친구 할래요?", "지인 소개로 연락드려요"},
		nags:      []string{"왜 안 받아?", "{f}, 보고 있는 거 알아", "답장해!!!"},
		scams:     []string{"[택배] 주소 확인 바랍니다 {l}", "{f}님, 계정이 정지되었습니다: {l}"},
		officials: []string{"{n}입니다. 새 계정이에요", "공식 고객센터입니다. 본인 확인을 위해 수락해 주세요"},
		titles:    []string{"공식 고객센터", "{n} (새 계정)", "관리자"},
	},
	"th": {
		lures:     []string{"งานออนไลน์ รายได้วันละ 3000 บาท สนใจแอดมา", "แจกเครดิตฟรี ไม่ต้องฝาก", "กลุ่มลงทุน กำไรแน่นอน"},
		openers:   []string{"ใช่คุณ{f}ไหมคะ", "แอดผิดคนหรือเปล่า แต่คุยกันได้นะ", "เพื่อนแนะนำมาค่ะ"},
		nags:      []string{"ทำไมไม่รับแอด", "{f} รู้นะว่าอ่านแล้ว", "ตอบมา!!!"},
		scams:     []string{"พัสดุของคุณติดค้าง ตรวจสอบที่ {l}", "คุณ{f} บัญชีถูกระงับ ยืนยันที่ {l}"},
		officials: []string{"{n} เองนะ บัญชีใหม่", "ฝ่ายบริการลูกค้า กรุณารับแอดเพื่อยืนยันตัวตน"},
		titles:    []string{"ฝ่ายบริการลูกค้า", "{n} (ใหม่)", "แอดมิน"},
	},
	"vi": {
		lures:     []string{"Việc nhẹ lương cao, 500k/ngày, kết bạn ngay", "Tặng xu miễn phí, vào nhóm nhận quà", "Nhóm chứng khoán cam kết lãi"},
		openers:   []string{"Bạn có phải {f} không?", "Hình như mình nhắn nhầm, làm quen nhé", "Bạn của bạn giới thiệu"},
		nags:      []string{"Sao không đồng ý?", "{f}, tôi biết bạn đã đọc", "TRẢ LỜI ĐI"},
		scams:     []string{"Tài khoản của bạn bị khóa, xác minh tại {l}", "{f} ơi, nhận quà tại {l}"},
		officials: []string{"{n} đây, tài khoản mới nhé", "CSKH: vui lòng đồng ý để xác minh"},
		titles:    []string{"CSKH chính thức", "{n} (mới)", "Quản trị viên"},
	},
	"es": {
		lures:     []string{"Gana 300 € al día desde casa, escríbeme", "Monedas GRATIS, agrégame", "Inversión segura, 200 % garantizado"},
		openers:   []string{"Hola, ¿eres {f}?", "Creo que me equivoqué de número, ¿hablamos?", "Me habló de ti un amigo"},
		nags:      []string{"¿por qué no aceptas?", "{f}, sé que lo leíste", "¡CONTESTA!"},
		scams:     []string{"Su paquete está retenido: {l}", "{f}, verifica tu cuenta en {l}"},
		officials: []string{"Soy {n}, esta es mi cuenta nueva", "Soporte oficial: acepte para verificar su cuenta"},
		titles:    []string{"Soporte oficial", "{n} (nuevo)", "Administrador"},
	},
	"pt": {
		lures:     []string{"Ganhe R$ 500 por dia em casa, me chama", "Moedas GRÁTIS, adiciona aí", "Investimento com lucro garantido"},
		openers:   []string{"Oi, é {f}?", "Acho que errei o número, tudo bem?", "Um amigo seu me passou seu contato"},
		nags:      []string{"por que você não aceita?", "{f}, eu sei que você leu", "RESPONDE!"},
		scams:     []string{"Sua encomenda está retida: {l}", "{f}, confirme sua conta em {l}"},
		officials: []string{"Aqui é {n}, conta nova", "Suporte oficial: aceite para verificar sua conta"},
		titles:    []string{"Suporte oficial", "{n} (novo)", "Administrador"},
	},
	"ar": {
		lures:     []string{"اربح 500 دولار يومياً من المنزل، راسلني", "عملات مجانية، أضفني الآن", "استثمار مضمون الأرباح"},
		openers:   []string{"هل أنت {f}؟", "أظن أنني أخطأت الرقم، نتعارف؟", "صديقك أعطاني حسابك"},
		nags:      []string{"لماذا لا تقبل؟", "{f}، أعرف أنك قرأتها", "رد علي!!!"},
		scams:     []string{"تم إيقاف حسابك، تحقق هنا: {l}", "{f}، شحنتك بانتظارك: {l}"},
		officials: []string{"معك {n}، هذا حسابي الجديد", "الدعم الرسمي: يرجى القبول للتحقق من حسابك"},
		titles:    []string{"الدعم الرسمي", "{n} (جديد)", "المشرف"},
	},
	"hi": {
		lures:     []string{"घर बैठे रोज़ ₹5000 कमाएँ, अभी जोड़ें", "मुफ़्त रिचार्ज, ग्रुप में आएँ", "शेयर टिप्स, पक्का मुनाफ़ा"},
		openers:   []string{"क्या आप {f} हैं?", "शायद ग़लत नंबर है, दोस्ती करेंगे?", "आपके दोस्त ने बताया"},
		nags:      []string{"स्वीकार क्यों नहीं करते?", "{f}, पता है तुमने पढ़ लिया", "जवाब दो!!!"},
		scams:     []string{"आपका खाता बंद हो जाएगा, सत्यापित करें {l}", "{f} जी, इनाम पाएँ: {l}"},
		officials: []string{"मैं {n}, यह मेरा नया खाता है", "ग्राहक सेवा: कृपया स्वीकार करें"},
		titles:    []string{"ग्राहक सेवा", "{n} (नया)", "एडमिन"},
	},
	"ru": {
		lures:     []string{"Заработок от 5000 в день, пиши в личку", "Бесплатные монеты, добавляйся", "Инвестиции, доход гарантирован"},
		openers:   []string{"Это {f}?", "Кажется, ошиблась номером. Познакомимся?", "Мне про вас рассказал друг"},
		nags:      []string{"почему не принимаешь?", "{f}, я знаю, что ты читаешь", "ОТВЕТЬ!"},
		scams:     []string{"Ваша посылка задержана: {l}", "{f}, подтвердите аккаунт: {l}"},
		officials: []string{"Это {n}, мой новый аккаунт", "Служба поддержки: примите заявку для проверки"},
		titles:    []string{"Служба поддержки", "{n} (новый)", "Администратор"},
	},
}
