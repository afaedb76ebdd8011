package traffic

var simplifiedChinese = language{
	code: "zh-Hans", share: 30, zone: 480, ios: 25, dial: "+86138", block6: "2409:8a00",
	blocks: []string{
		"36.112", "39.128", "42.80", "58.20", "60.10", "61.150", "106.11", "111.13", "112.10", "113.64", "117.136",
		"119.120", "120.32", "121.32", "123.112", "183.192", "218.1", "221.130", "222.64", "223.104",
	},
	names: []string{
		"小王", "阿杰", "李娜", "张伟", "陈晨", "刘洋", "小雨", "周周", "林夕", "大鹏", "慧慧", "老赵", "思思", "吴磊", "𠮷田🍃", "Lily酱",
	},
	logins: []string{
		"xiaowang", "ajie", "lina", "zhangwei", "chenchen", "liuyang", "xiaoyu", "zhouzhou", "linxi", "dapeng", "huihui", "laozhao",
		"sisi", "wulei", "yoshida", "lily",
	},
	places: []string{
		"羽毛球群", "三年二班", "读书会", "同城车友会", "公司楼下咖啡店", "考研交流群", "小区业主群", "昨天的活动", "豆瓣小组", "健身房", "产品部",
	},
	wordings: []string{
		"你好，我是{n}", "我是{p}的{n}，加一下好友", "{f}你好，我们在{p}见过，我是{n}", "你好，在{p}看到你的分享，想请教一下",
		"我是{n}，{p}的群主推荐的", "哈喽，方便加个好友吗？", "{f}，我换号了，这是新号，{n}", "老同学，还记得{p}吗？我是{n}", "你好，关于{p}的事想和你聊聊",
	},
	closings: []string{"", "", "", " 谢谢", "～", "😊", "🙏", " 打扰啦🙇‍♀️", "👋🏻", "🏸"},
	remarks:  []string{"{f}", "{f}（{p}）", "{p}-{f}", "{p}认识的", "{f}🌟", "同事{f}", "房东"},
	groups:   []string{"我的好友", "同事", "同学", "家人", "客户", "{p}"},
}

var traditionalChinese = language{
	code: "zh-Hant", share: 6, zone: 480, ios: 55, dial: "+8869", block6: "2401:e180",
	blocks: []string{"1.160", "36.224", "59.112", "61.216", "114.32", "118.160", "122.116", "125.224", "220.128"},
	names:  []string{"小美", "阿明", "怡君", "志豪", "雅婷", "家豪", "佩珊", "宗翰", "淑芬", "冠宇"},
	logins: []string{"xiaomei", "aming", "yichun", "chihhao", "yating", "jiahao", "puishan", "tsunghan", "shufen", "kuanyu"},
	places: []string{"登山社", "台北車友會", "讀書會", "國小同學會", "咖啡廳", "烘焙課", "志工團", "線上課程", "公司尾牙"},
	wordings: []string{
		"您好，我是{n}", "嗨{f}，我是{p}的{n}", "在{p}認識的，方便加個好友嗎？", "你好，想請教{p}的事情", "{f}好久不見！我是{n}",
		"不好意思打擾了，我是{n}，{p}的團長給我你的帳號", "換手機了，這是我的新帳號，{n}",
	},
	closings: []string{"", "", " 謝謝", "～", "😄", "🙏🏼", " 感恩", "🇹🇼"},
	remarks:  []string{"{f}", "{p} {f}", "{f}（{p}）", "鄰居{f}", "客戶－{f}"},
	groups:   []string{"好友", "同事", "同學", "家人", "客戶", "{p}"},
}

var japanese = language{
	code: "ja", share: 7, zone: 540, ios: 60, dial: "+8190", block6: "2400:4050",
	blocks: []string{"126.12", "126.84", "126.208", "133.32", "133.106", "153.160", "153.214", "60.112", "118.0", "219.98"},
	names:  []string{"さくら", "ゆうた", "田中", "佐藤 健", "みか", "はると", "山本", "あおい", "タカシ", "りん🐱"},
	logins: []string{"sakura", "yuta", "tanaka", "satoken", "mika", "haruto", "yamamoto", "aoi", "takashi", "rin"},
	places: []string{"テニスサークル", "先日の勉強会", "高校の同窓会", "ママ友会", "ギルド", "ハンドメイド市", "英会話教室", "カフェ", "オンライン飲み会"},
	wordings: []string{
		"はじめまして、{n}です", "{p}でお会いした{n}です。よろしくお願いします", "{f}さん、こんにちは！{n}です", "{p}の件でご連絡しました",
		"友達追加お願いします", "{p}で一緒だった{n}だよ", "アカウントを変えました。{n}です", "{p}の投稿を見ました。お話ししたいです",
	},
	closings: []string{"", "", "。", "！", "🙇", "😊", "🌸", "(＾▽＾)", "👩‍💻"},
	remarks:  []string{"{f}", "{f}さん", "{p}の{f}さん", "{f}（{p}）", "お客様 {f}様"},
	groups:   []string{"友だち", "会社", "家族", "同級生", "{p}"},
}

var korean = language{
	code: "ko", share: 5, zone: 540, ios: 30, dial: "+8210", block6: "2001:e60",
	blocks: []string{"14.32", "39.112", "58.120", "61.72", "112.144", "118.32", "121.128", "175.192", "211.32", "222.96"},
	names:  []string{"민준", "서연", "지훈", "하은", "김철수", "수빈", "예린", "도윤", "유나💜", "현우"},
	logins: []string{"minjun", "seoyeon", "jihoon", "haeun", "chulsoo", "subin", "yerin", "doyun", "yuna", "hyunwoo"},
	places: []string{"독서 모임", "헬스장", "고등학교 동창회", "강남 카페", "게임 길드", "지난주 세미나", "영어 스터디", "등산 동호회"},
	wordings: []string{
		"안녕하세요, {n}입니다", "{p}에서 뵀던 {n}이에요", "{f}님 안녕하세요! 친구 추가 부탁드려요", "{p} 관련해서 문의드려요",
		"번호 바꿨어요, {n}입니다", "{p} 글 보고 연락드립니다", "{f}야 오랜만이야, 나 {n}",
	},
	closings: []string{"", "", ".", "!", " ㅎㅎ", " 😊", " 🙏", " ^^", " 💪🏼"},
	remarks:  []string{"{f}", "{f}님", "{p} {f}", "{f} ({p})", "거래처 {f}"},
	groups:   []string{"친구", "회사", "가족", "동창", "{p}"},
}

var thai = language{
	code: "th", share: 4, zone: 420, ios: 30, dial: "+668", block6: "2403:6200",
	blocks: []string{"27.55", "49.228", "58.8", "101.51", "110.164", "171.96", "180.180", "182.52", "223.204"},
	names:  []string{"น้ำฝน", "ต้น", "พี่หมี", "มายด์", "สมชาย", "แพรว", "บีม", "นก", "ก้อง", "ฟ้า☁️"},
	logins: []string{"namfon", "ton", "pmee", "mind", "somchai", "praew", "beam", "nok", "kong", "fah"},
	places: []string{"กลุ่มวิ่ง", "ห้องเรียน ม.6", "ตลาดนัด", "คอร์สถ่ายรูป", "ฟิตเนส", "กลุ่มแม่และเด็ก", "งานสัมมนา"},
	wordings: []string{
		"สวัสดีค่ะ เราชื่อ{n}", "สวัสดีครับ ผม{n} จาก{p}", "ขอแอดหน่อยนะคะ", "เจอกันที่{p} จำได้ไหม", "{f} เราเปลี่ยนเบอร์ใหม่ {n}เอง",
		"สนใจเรื่อง{p} ขอสอบถามหน่อยครับ",
	},
	closings: []string{"", "", " ขอบคุณค่ะ", " ขอบคุณครับ", " 🙏", " 😊", " 55"},
	remarks:  []string{"{f}", "{f} {p}", "พี่{f}", "ลูกค้า {f}"},
	groups:   []string{"เพื่อน", "ครอบครัว", "ที่ทำงาน", "ลูกค้า"},
}

var vietnamese = language{
	code: "vi", share: 5, zone: 420, ios: 35, dial: "+849", block6: "2405:4800",
	blocks: []string{"1.52", "14.160", "27.64", "42.112", "58.186", "113.160", "115.72", "118.68", "123.16", "171.224"},
	names:  []string{"Linh", "Minh Anh", "Tuấn", "Hương", "Đức", "Thảo", "Quang", "Ngọc", "Bảo Trâm", "Phúc"},
	logins: []string{"linh", "minhanh", "tuan", "huong", "duc", "thao", "quang", "ngoc", "tram", "phuc"},
	places: []string{"lớp 12A", "câu lạc bộ bóng đá", "quán cà phê", "hội mẹ bỉm sữa", "khóa tiếng Anh", "buổi hội thảo", "phòng gym"},
	wordings: []string{
		"Chào bạn, mình là {n}", "Mình là {n} ở {p}, kết bạn nhé", "{f} ơi, mình đổi số rồi, {n} đây", "Chào {f}, mình gặp nhau ở {p} đó",
		"Cho mình hỏi về {p} với ạ", "Em chào anh/chị, em là {n}",
	},
	closings: []string{"", "", " ạ", "!", " nhé 😊", " 🌷", " cảm ơn"},
	remarks:  []string{"{f}", "{f} {p}", "Anh {f}", "Khách - {f}"},
	groups:   []string{"Bạn bè", "Gia đình", "Công ty", "Khách hàng", "{p}"},
}
