package utterance

import "pudding/internal/lazyregexp"

var japanese = grammar{
	openings: []string{"アレクサ", ""},
	behind:   []string{"を開いて", "を使って", "で", "に"},
	builtIn: map[string]string{
		"ヘルプ": "AMAZON.HelpIntent", "助けて": "AMAZON.HelpIntent",
		"ストップ": "AMAZON.StopIntent", "止めて": "AMAZON.StopIntent", "終わり": "AMAZON.StopIntent", "終了": "AMAZON.StopIntent",
		"キャンセル": "AMAZON.CancelIntent", "やめて": "AMAZON.CancelIntent",
		"ホーム": "AMAZON.NavigateHomeIntent", "ホームに戻って": "AMAZON.NavigateHomeIntent",
		"はい": "AMAZON.YesIntent", "うん": "AMAZON.YesIntent", "そう": "AMAZON.YesIntent", "そうです": "AMAZON.YesIntent", "お願い": "AMAZON.YesIntent",
		"いいえ": "AMAZON.NoIntent", "いや": "AMAZON.NoIntent", "違う": "AMAZON.NoIntent", "違います": "AMAZON.NoIntent",
		"もう一度": "AMAZON.RepeatIntent", "リピート": "AMAZON.RepeatIntent", "繰り返して": "AMAZON.RepeatIntent",
	},
	noName: misheard{
		begins: []string{"の", "を", "が", "は", "間前", "utcに", "gmtに", "jstに"},
		holds:  []string{"を", "誰", "だれ", "何", "昨日", "今日", "先週", "今週", "先月", "今月", "曜日", "時から", "時に", "日に", "月に", "年に"},
		ends:   []string{"の", "を", "が", "は", "に", "で"},
	},
	zones:    []zoneWord{{"utc", utc}, {"協定世界時", utc}, {"世界標準時", utc}, {"gmt", utc}, {"日本時間", ofJapan}, {"jst", ofJapan}},
	doubts:   japaneseDoubts,
	longest:  24,
	date:     japaneseDate,
	time:     japaneseTime,
	duration: japaneseDuration,
}

// japaneseDoubts are what can't be told without a guess. Words that a name may
// have are meant only where a particle follows.
var japaneseDoubts = []doubt{
	{lazyregexp.New(`明日|あした|明後日|あさって|来週|再来週|来月|来年(?:に|の|から)|今度の`), liesAhead},
	{lazyregexp.New(`数(?:分|時間|日|週間|か月|ヶ月|年)前|最近|(?:この間|この前|先日|さっき|先ほど|少し前|しばらく前|近頃)(?:に|から)?`), "is no certain time: say 過去2時間, or 3日前"},
	{lazyregexp.New(`[0-9一二三四五六七八九十]+(?:分|時間)前`), "is a moment, and not a day: say 過去2時間"},
	{lazyregexp.New(`(?:年末年始|月末|月初|年末|年始|上旬|中旬|下旬|連休|平日|営業時間)(?:に|から|まで|の間)`), "is no certain time: say 7月1日から7月10日まで"},
	{lazyregexp.New(`[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-][0-9]{2,4})?(?:に|から|まで)`), "may begin with the day or with the month: say 7月10日, or 2023-07-10"},
}
