import type { Json } from '#shared/json.ts';

/**
 * What holds for every definition and so stands nowhere in its own figures: the rest of what an independent program must know to
 * answer a definition, score it and come to the numbers of `score`. Part of every description.
 */
export const howToRead: Json = {
  answers: [
    '交给 score 的是 {"definition", "edition", "answers": {题名: 值}}。select_one 给选项名，select_multiple 给选项名的数组，integer、decimal 给数，date 给 "2026-01-31"，text、geopoint、image 给文字。',
    '循环（repeats）给对象的数组，一行一个对象，键是行里的题名。calculate、note 不给值。没答就不写，或写 null；多选的 []、文字的 "" 也是没答。',
    '出现了的题，没填 required、超出 range（两端都算在内）、不合 constraint、选了 choice_filter 留不下的选项，score 不收，退出码 2；calculate 的值超出 range 也一样。没出现的题不查。',
    'select_multiple 里 exclusive 的选项和别的一起勾，收下并提醒，按只勾了它算。',
  ],
  relevance: [
    'relevant_all 的每一条都成立，题才出现；没有条件就总出现。行里的题在每一行各看各的。',
    '没出现的题，值留着，但在一切式子和计分里当没答。没出现的 calculate 没有值。',
  ],
  expressions: [
    'XLSForm 写法，按 XPath 1.0 算。从松到紧：or，and，= !=，< <= > >=，+ -，* div mod，负号。${题名} 取值，. 是本题或本行的值，choice_filter 里的光名字是选项的 columns（name 是选项名）。',
    '没答作文字是空串，作数是 NaN，作条件是假。= 和 != 有一边是数就按数比，两边是文字按文字比；< <= > >= 总按数比，有 NaN 就不成立。number(条件) 是 1 或 0。',
    '多选题作文字是选项名用空格连起来；selected(x, 名) 看有没有这一项，count-selected(x) 数项数。string-length 按字数，一个汉字算一个。',
    '循环外引用行里的题是所有行；${题名}[条件] 只留条件成立的行，count 数行数（没答的行也数，除非条件去掉）。循环没出现就没有行。',
    'calculate 算出 NaN、无穷大、空串就是没答，不取整。',
  ],
  conditions: [
    '只有计分里的条件（measures 的 applies 和 terms.when，checklist 的 applies 和 test.met）按三值算：真、假、未知；relevant 等按真假算。',
    "and、or、not 拆开看：and 有一边假就是假，or 有一边真就是真，否则有未知就是未知。拆到不能再拆的一块，读到的题有一个出现了却没答（或循环出现了却没有行），这一块就是未知；没出现的题当没答，照算。x = '' 专问答没答，不会未知。",
    'applies 是假才不适用，未知按适用；terms.when 是真才算进去；test.met 真是达到，假是没达到，未知是没答。',
  ],
  items: [
    '每个 item 0 到 100 分，不取整。状态四种：inputs 有一题没出现是 not-relevant；有一题没答（或算不出）是 unanswered；选了分值为 null 的选项是 not-applicable；其余是 answered。只有 answered 有分。',
    'calculate 背后的题答错了（超出范围等），这一项是 unanswered。',
  ],
  measures: [
    '按列出的顺序算，kind 和 formula 写怎么算，full 是满分。applies 是假：没有分，也不适用。decimals 只管显示，axis、detail 只管画图。',
    'mean、weighted-mean、sum：not-applicable 的项不计；not-relevant 的项不计，hidden_counts_zero 为真时按 0 分、已答计入。answeredWeight = 已答权重 ÷ 计入的权重（mean 每项权重当 1；一项都不计入时是 0）；answeredWeight 小于 min_answered，或一项都没答，没有分。',
    'nested-mean：不适用的维度和 when 不为真的项不计，其余有分的才进平均。一项都不计入的维度是不适用。没有分的权重占比另算：有分的权重 ÷ 计入的权重小于 min_answered 时没有分。它的 answeredWeight 是各项 answeredWeight 按权重的平均（没有的当 0）。',
    'level-sum：第一个适用的项没有分就没有分；全都不适用就不适用。',
    'grades 从上往下，第一个 lt 大于分数的（lt 为 null 的总算）是评语。',
  ],
  level: [
    'levels 从低到高。levels[0] 没有门槛。level.measures 里有一个没有分，level 是 null，readings 里各读法也是 null。',
    '门槛 gates 是“分数 ≥ min”。kind 为 gates 时不留误差，其余都容许 1e-9。',
    'score-and-scenes：场景是 measure 等于 scenes 的 item，它的级数是选中那一步的 grade，没答、没出现当没有级。级数不低于 sceneGates.grade 的都数进去。readings 逐个各算各的，第一个就是 levels 和 sceneGates。',
    'satisfied-levels：levelMeasures[i] 对应 levels[i+1]，没有分就是没满足，从第一个没满足的停下。',
  ],
  checklist: [
    '先看 part 的 applies，再看自己的 applies，再看 test。prerequisite 照样判，只是不参与定级。',
    'test 读的题没出现，是 not-applicable（expression：inputs 全都没出现才算）；选了 not_applicable 的选项也是 not-applicable。judged 总是 judged。其余没答是 unanswered。',
    'chosen：选中的在 met 里。at-least、at-most：和 value 比，含等于，容许 1e-9。ticked：勾选的项中算数的至少 value 个，of 里的才算数，of 为空时除 exclusive 外都算。',
  ],
};
