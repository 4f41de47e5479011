"""What the page says, in English and Chinese; `interface.words` takes it in, and the page is sent the whole of it."""

WORDS_OF_PAGE: dict[str, tuple[str, str]] = {
    # the frame
    "page_title": ("Compare reform options for a development zone", "开发区改革方案比较"),
    "page_subtitle": (
        "A simulation, not a forecast: what a set of measures changes against a base, under the same luck.",
        "本页为模拟推演，不是预测：随机因素相同，只比较一组措施与基准的差异。",
    ),
    "page_language": ("中文", "English"),
    "page_skip": ("Skip to results", "跳到结果"),
    "page_to_controls": ("Options", "方案设置"),
    "page_to_results": ("Results", "结果"),
    # place
    "page_place": ("Zone", "开发区"),
    "page_place_typical_county": (
        "A weak county-level zone (synthetic)",
        "欠发达县级开发区（虚构）",
    ),
    "page_place_jimo": ("Jimo, as an example", "示例：即墨"),
    "page_place_mine": ("My zone", "我的开发区"),
    "page_form_intro": (
        "Type what you know; a blank stands for what is usual in a county zone. Nothing is stored on the server.",
        "请填写已掌握的数据，未填项按一般县级开发区处理。服务器不保存任何内容。",
    ),
    "page_form_fill": ("Fill in from Excel", "从 Excel 导入"),
    "page_form_get": ("Get the form as Excel", "下载 Excel 表格"),
    "page_form_clear": ("Clear the form", "清空"),
    "page_form_filled": ("{count} fields filled in", "已填 {count} 项"),
    "page_form_unit": ("unit of {field}", "{field}的单位"),
    "page_form_year_back": ("{field}, {back} years before the last", "{field}（最后一年的前 {back} 年）"),
    "page_form_year_last": ("{field}, last year", "{field}（最后一年）"),
    "page_form_unused": ("not used: {why}", "未采用：{why}"),
    "page_form_range": ("allowed: {span}", "可填：{span}"),
    "page_form_industry": ("{field}, no. {number}", "{field}之{number}"),
    "page_form_none": ("(blank)", "（空白）"),
    # options
    "page_policies": ("Policies", "政策措施"),
    "page_policies_about": (
        "What a county can decide on. The base stays as it is.",
        "以下各项由县区决定；调整时基准不变。",
    ),
    "page_starts_from": ("The option starts from", "方案起点"),
    "page_base_from": ("It is compared with", "与之比较的基准"),
    "page_base_saved": ("saved: {name}", "已存：{name}"),
    "page_option": ("this option", "本方案"),
    "page_base": ("the base", "基准"),
    "page_no_reform": ("no reform", "不改革"),
    "page_start_typical_county": ("no reform", "不改革"),
    "page_start_typical_county_reform": ("the usual package", "常见改革组合"),
    "page_start_no_reform": ("no reform", "不改革"),
    "page_start_jimo": ("Jimo's reform as announced", "即墨改革（按公开方案）"),
    "page_start_staff_only": ("its staff part alone", "仅人员精简与两剥离"),
    "page_start_pay_only": ("its pay part alone", "仅按贡献付薪"),
    "page_start_approval_only": ("its approvals part alone", "仅审批提速"),
    "page_start_fund_only": ("its fund part alone", "仅引导基金"),
    "page_start_land_only": ("its land part alone", "仅土地"),
    "page_start_none": ("no reform", "不改革"),
    "page_add_package": ("Add a package", "加入组合"),
    "page_choose": ("choose …", "请选择……"),
    "page_reset": ("Back to the start", "恢复起点"),
    "page_changed": ("{count} measures changed", "已改动 {count} 项措施"),
    "page_in_use": ("{count} in use", "启用 {count} 项"),
    "page_band": ("setting of {lever}", "{lever}的档位"),
    "page_slider": ("{lever}, fine setting", "{lever}微调"),
    "page_number": ("{lever}, number", "{lever}数值"),
    "page_custom": ("own value", "自定"),
    "page_date": ("from", "起始时间"),
    "page_date_months": ("months from now", "自现在起（月）"),
    "page_date_of": ("{lever}: month from which it holds", "{lever}：起始月份"),
    "page_months_from_now": ("{lever}: months from now", "{lever}：自现在起第几个月"),
    "page_date_spread": ("{first} to {last}, uncertain", "{first} 至 {last}，不确定"),
    "page_lever_more": ("Cost, limits and law", "成本、约束与依据"),
    "page_cost": ("Cost", "成本"),
    "page_saves": ("Falls in return", "相应减少"),
    "page_pot": ("pot: {pot}; paid by {payer}", "资金来源：{pot}；出资方：{payer}"),
    "page_not_booked": ("real, but not booked by the model", "真实成本，模型未计入"),
    "page_limits": ("Limits that are not money", "非资金约束"),
    "page_law": ("What the law says", "合规依据"),
    "page_law_now": ("today (documents to {date}): {status}", "现行（文件截至 {date}）：{status}"),
    "page_bands_from": ("Where the settings come from", "档位依据"),
    "page_not_advice": (
        "A reading of the documents named, not legal advice.",
        "仅为对所列文件的解读，不构成法律意见。",
    ),
    "page_search": ("Find a measure", "查找措施"),
    # assumptions
    "page_assumptions": ("Assumptions", "假设"),
    "page_assumptions_about": (
        "What nobody in the county decides. They hold for option and base alike.",
        "以下因素县区无法决定，对方案与基准同样适用。",
    ),
    "page_macro": ("The economy outside", "外部经济"),
    "page_macro_": ("as the scenario has it", "按情景设定"),
    "page_macro_weak": ("weak demand after 2022", "2022 年后需求偏弱"),
    "page_macro_boom": ("strong demand after 2022", "2022 年后需求旺盛"),
    "page_macro_constant": ("neither boom nor slump", "经济平稳"),
    "page_who": ("Who reforms", "改革范围"),
    "page_who_zone": ("Only the zone looked at reforms.", "仅本开发区改革。"),
    "page_who_all": ("All zones do the same at once.", "全部开发区同步实施。"),
    "page_who_rivals": ("Rivals follow a year later.", "竞争者一年后跟进。"),
    "page_belief_coverage": ("zones that a prospect hears of (k)", "每个潜在项目接触的开发区数（k）"),
    "page_belief_dissimilarity": ("how different zones are to firms (μ)", "企业看来各开发区的差异程度（μ）"),
    "page_belief_regional_share": ("prospects that stay in the region (P_R)", "留在本区域的潜在项目占比（P_R）"),
    "page_belief_drawn": ("as believed (drawn)", "按先验分布取值"),
    "page_belief_low": ("low: {value}", "低：{value}"),
    "page_belief_high": ("high: {value}", "高：{value}"),
    "page_level_low": ("low", "低值"),
    "page_level_high": ("high", "高值"),
    "page_draws": ("Draws", "抽样次数"),
    # status
    "page_running": ("{draws} of {planned} draws", "已完成 {draws} / {planned} 次抽样"),
    "page_settled": ("settled: {draws} draws", "已稳定：{draws} 次抽样"),
    "page_hearing": (
        "Taking in your three years first …",
        "正在按近三年数据调整参数……",
    ),
    "page_stopped": ("stopped", "已停止"),
    "page_error_now": ("simulation error ± {error} {unit}", "模拟误差 ±{error} {unit}"),
    "page_error_about": (
        "Falls with more draws; says nothing about importance.",
        "随抽样增多而减小，与重要性无关。",
    ),
    # first row
    "page_headline": ("In short: month {months} after the first measure", "要点：首项措施实施后第 {months} 个月"),
    "page_head_region_producing": ("net-new projects in production", "净新增投产项目"),
    "page_head_region_producing_about": (
        "Net change of the whole region's projects because of the option; moves between its zones cancel out.",
        "因实施本方案，全区域投产项目的净增减数；开发区之间的转移相互抵消。",
    ),
    "page_head_county_cash": ("county cash balance", "县区现金结余"),
    "page_head_county_cash_about": (
        (
            "What committee, platform company and county together hold more than when it began; the county's own "
            "payments for them are taken off, loans count as cash."
        ),
        "管委会、平台公司与县级合计比起始时多出的现金；已扣除县级代付款项，含借款所得。",
    ),
    "page_head_months_to_production": ("months from signature to production", "签约至投产用时"),
    "page_head_months_to_production_about": (
        "Mean of the projects that reached production.",
        "已投产项目的平均用时。",
    ),
    "page_head_county_debt_service": ("debt service over revenue", "偿债支出占收入比"),
    "page_head_county_debt_service_about": (
        (
            "Interest and repayment of the platform company over local tax, land receipts, rent and sales, in the "
            "last year."
        ),
        "平台公司还本付息与地方税收、土地出让收入、租售收入之比（近一年）。",
    ),
    "page_head_change": ("change against {base}", "较{base}的变化"),
    "page_head_levels": ("{about}: {base} → {option}", "{about}：{base} → {option}"),
    "page_head_levels_about": ("level, median without → with the option", "水平（中位数）：不实施方案 → 实施方案"),
    "page_head_band": ("90 % band {low} … {high}", "90% 区间 {low} … {high}"),
    "page_head_sentence": (
        "{label}, month {months}: {value} {unit} (90 % band {low} … {high}). {verdict}",
        "{label}，第 {months} 个月：{value} {unit}（90% 区间 {low} … {high}）。{verdict}",
    ),
    "page_shares": ("better in {better}, worse in {worse} of draws", "{better} 的样本更优，{worse} 更差"),
    "page_shares_tied": (
        "better in {better}, worse in {worse}, the same in {same} of draws",
        "{better} 的样本更优，{worse} 更差，{same} 不变",
    ),
    "page_summary_change": ("What changes", "变化"),
    "page_summary_expense": ("At whose expense", "影响与代价"),
    "page_summary_sure": ("How sure", "可信程度"),
    "page_summary_gain": (
        (
            "By {when}, {option} against {base} changes projects in production by {own} in this zone and by {net} in "
            "the whole region, which is net-new."
        ),
        "至{when}，“{option}”与“{base}”相比：本区投产项目 {own}，全区域净新增 {net}。",
    ),
    "page_summary_taken": (
        "On average {taken} of its projects in production would otherwise be in another zone; consolidated debt {debt}",
        "平均有 {taken} 个投产项目本会落在其他开发区；合并债务 {debt}",
    ),
    "page_summary_distress": (
        "runs in distress {option} instead of {base} ({verdict})",
        "流动性紧张的样本占 {option}，基准为 {base}（{verdict}）",
    ),
    "page_summary_rule": (
        "Better or worse: at least 95 % of {draws} draws agree. Undecided: fewer do, either way is possible.",
        "{draws} 组样本中至少 95% 同向，方称更优或更差；未定指不足 95%，增减皆有可能。",
    ),
    "page_summary_month": ("month {months}", "第 {months} 个月"),
    "page_summary_date": ("month {months} ({year}-{month})", "第 {months} 个月（{year}年{month}月）"),
    "page_summary_count": ("{amount} ({verdict})", "{amount} 个（{verdict}）"),
    "page_summary_number": ("{amount} ({verdict})", "{amount}（{verdict}）"),
    "page_summary_changed": ("{name} as changed here", "{name}（本页已调整）"),
    "page_summary_nothing": (
        "{option} against {base}: no draw differs in any number.",
        "“{option}”与“{base}”相比：所有样本的全部数值均无变化。",
    ),
    "page_levels_about": (
        (
            "A change is the median of the differences within draws; the levels without and with the option are each a "
            "median of its own. Subtracting one from the other need not give the change."
        ),
        "变化取各次抽样差额的中位数，实施方案前后的水平则各取各的中位数，因此后两者相减不一定等于变化。",
    ),
    "page_chance_share": ("{share} of the spread is luck", "结果波动的 {share} 来自随机因素"),
    "page_verdict_better": ("better", "更优"),
    "page_verdict_worse": ("worse", "更差"),
    "page_verdict_open": ("undecided", "未定"),
    "page_verdict_few": ("too few draws", "样本过少"),
    "page_verdict_nothing": ("no change", "不变"),
    "page_verdict_neutral": ("neutral", "中性"),
    "page_verdict_better_long": (
        "Better in {better} of draws.",
        "{better} 的样本更优。",
    ),
    "page_verdict_worse_long": ("Worse in {worse} of draws.", "{worse} 的样本更差。"),
    "page_verdict_open_long": (
        "It may go either way: better in {better} of draws, worse in {worse}.",
        "方向尚不能确定：{better} 的样本更优，{worse} 更差。",
    ),
    "page_verdict_open_tied": (
        "Not sure: better in {better} of draws, worse in {worse}, no difference in {same}.",
        "尚不能确定：{better} 的样本更优，{worse} 更差，{same} 无差异。",
    ),
    "page_verdict_few_long": ("Too few draws for a verdict.", "样本过少，暂无结论。"),
    "page_verdict_nothing_long": ("No draw differs.", "所有样本均无变化。"),
    "page_verdict_neutral_long": ("More is neither better nor worse.", "不作优劣判断。"),
    # charts
    "page_charts": ("Over time", "随时间变化"),
    "page_path_producing": ("projects going into production a year", "年投产项目"),
    "page_path_debt": ("consolidated debt", "合并债务（含或有负债）"),
    "page_path_idle": ("idle land", "闲置土地"),
    "page_no_path": ("No month is known in all draws yet.", "尚无全部样本都有数据的月份。"),
    "page_fan_sentence": (
        (
            "Month {month}, {label} [{unit}]: {value} with {option}, {other} with {base}, each a median. The "
            "difference within draws has a median of its own: {difference} ({low} … {high}); {option} has more in "
            "{more} of draws."
        ),
        (
            "第 {month} 个月{label}：{option} {value} {unit}，{base} {other} {unit}（各为中位数）。逐次抽样求差，"
            "差额的中位数为 {difference} {unit}（90% 区间 {low} … {high}）；{more} 的样本中{option}更多。"
        ),
    ),
    "page_fan_about": (
        "Dark: half of the draws, light: 90 %; dashed: the base. The two worlds share each draw's luck.",
        "深色为一半样本，浅色为 90% 样本，虚线为基准。方案与基准在每次抽样中采用相同的随机因素。",
    ),
    "page_fan_months": ("months after the first measure", "首项措施实施后的月数"),
    "page_first_lever": ("first measure", "首项措施"),
    "page_land_debt": ("Debt and land", "债务与土地"),
    "page_parts": ("What each part contributes", "各项改革的贡献"),
    "page_parts_of": ("Outcome", "查看指标"),
    "page_part_region_producing": ("net-new projects in production", "净新增投产项目"),
    "page_part_producing": ("the zone's projects in production", "本区投产项目"),
    "page_part_debt": ("consolidated debt", "合并债务"),
    "page_part_tax_local": ("local tax", "地方税收"),
    "page_part_months_to_production": ("signature to production", "签约至投产用时"),
    "page_part_idle": ("idle land", "闲置土地"),
    "page_part_county_cost": ("the county's net payments", "县级净支出"),
    "page_parts_wait": ("Comes once the comparison has settled.", "待结果稳定后显示。"),
    "page_parts_running": (
        "{draws} draws, each under every set of parts.",
        "{draws} 次抽样，每次计算各部分的全部组合。",
    ),
    "page_no_parts": (
        "Parts are told against no reform; choose no reform as the base to see them.",
        "各项改革的贡献以不改革为参照；如需查看，请将基准设为不改革。",
    ),
    "page_parts_nothing": ("The option changes no measure.", "本方案未改变任何措施。"),
    "page_flows": ("Where projects came from", "项目从哪里来"),
    "page_flows_net": (". Net-new share: {net}.", "。净新增占比：{net}。"),
    "page_at_month": ("Month {months}: ", "第 {months} 个月："),
    "page_parts_reading": (
        (
            "Month {months} after the first measure. Bars: means of the draws, which add up: each begins where the "
            "last one ends, and the last bar is their sum. {lines}."
        ),
        ("首项措施实施后第 {months} 个月。柱为样本均值，可相加：各项从上一项的终点画起，末项为合计。{lines}。"),
    ),
    "page_surface_month": (
        "Net-new share of projects in production, month {months} after the first measure (± simulation error)",
        "投产项目的净新增占比，首项措施实施后第 {months} 个月（±模拟误差）",
    ),
    "page_surface": (
        "Net-new share over what no published figure tells (each below or above its median)",
        "三项公开数据无法确定的因素取不同值时的净新增占比（各按高于或低于中位数分组）",
    ),
    "page_surface_share": ("net-new share", "净新增占比"),
    "page_surface_draws": ("draws", "样本数"),
    "page_table_of": ("The numbers of this chart", "本图数据"),
    "page_month": ("month", "月份"),
    "page_col_median": ("option: median", "方案中位数"),
    "page_col_low": ("option: 5 %", "方案 5%"),
    "page_col_high": ("option: 95 %", "方案 95%"),
    "page_col_base": ("base: median", "基准中位数"),
    "page_col_name": ("name", "名称"),
    "page_col_mean": ("mean", "均值"),
    "page_col_side": ("side", "来源或去向"),
    "page_col_from": ("from", "自"),
    "page_col_to": ("to", "至"),
    "page_download": ("Download:", "下载："),
    "page_download_csv": ("CSV", "CSV"),
    "page_download_xlsx": ("Excel", "Excel"),
    "page_download_png": ("PNG", "PNG"),
    "page_download_svg": ("SVG", "SVG"),
    "page_download_of": ("{what} as {kind}", "{what}（{kind}）"),
    "page_run": ("Run {digest}.", "运行 {digest}。"),
    # tables
    "page_effects": ("All effects", "全部效应"),
    "page_horizon": ("months after the first measure", "首项措施实施后的月数"),
    "page_col_outcome": ("outcome", "指标"),
    "page_col_without": ("base", "基准"),
    "page_col_difference": ("difference", "差额"),
    "page_col_band": ("90 % band", "90% 区间"),
    "page_col_error": ("error", "模拟误差"),
    "page_col_chance": ("chance", "随机占比"),
    "page_col_better": ("better / worse in", "更优 / 更差占比"),
    "page_col_verdict": ("verdict", "结论"),
    "page_col_unit": ("unit", "单位"),
    "page_effects_wait": ("Comes once there are draws enough for a verdict.", "样本数足够后显示。"),
    "page_effects_about": (
        (
            "All at the month chosen above. The base is a median level, a difference the median of differences within "
            "draws: two levels need not subtract to it. Better, worse: in at least 95 % of draws; undecided: neither. "
            "Chance: the share of the spread that is luck. Distress is counted in runs: it is better or worse where, "
            "among the draws that differ, so uneven a split would come by luck in less than 5 %."
        ),
        (
            "各列均为上方所选月份。基准为水平的中位数，差额为逐次抽样之差的中位数，故两个水平相减不一定等于差额。更优、"
            "更差：至少 95% 的样本如此；未定：更优、更差均未达到这一比例。随机占比：结果波动中来自随机因素的比例。流动"
            "性紧张为发生次数占比，其变化是两个占比之差；若有差异的样本分布如此悬殊、由偶然造成的概率不足 5%，即判为更"
            "优或更差。"
        ),
    ),
    # what it rests on
    "page_rests": ("What this rests on", "结论的依据"),
    "page_rests_prior": (
        (
            "All of this rests on priors alone ({draws} draws): no parameter has been fitted to published figures, and "
            "the texts identify no effect of staff, pay or channels."
        ),
        "以上全部仅依据先验（{draws} 次抽样）：没有参数按公开数据拟合，现有文本也无法识别人员、薪酬或招商渠道的效应。",
    ),
    "page_rests_heard": (
        (
            "This rests on priors, weighted by your three years ({draws} draws): no parameter has been fitted to "
            "published figures, and neither the years nor the texts identify an effect of staff, pay or channels."
        ),
        (
            "以上依据先验，并按所填近三年数据加权（{draws} 次抽样）：没有参数按公开数据拟合，"
            "近三年数据和现有文本都无法识别人员、薪酬或招商渠道的效应。"
        ),
    ),
    "page_rests_posterior": (
        (
            "{draws} draws fitted to the published figures, which set volumes, sizes and speeds. The texts identify no "
            "effect of staff, pay or channels: what is said of these rests on priors alone."
        ),
        (
            "{draws} 组参数按公开数据校准，公开数据决定项目数量、规模与速度。现有文本无法识别人员、薪酬或招商渠道的"
            "效应：有关结论仅依据先验。"
        ),
    ),
    "page_rests_not_identified": (
        (
            "How much is new and how much is taken from neighbours hangs on three numbers that no published figure "
            "tells (k, μ, P_R); hold them low or high under Assumptions."
        ),
        "新增项目与由邻区转入的项目各占多少，取决于公开数据无法确定的三个参数（k、μ、P_R），可在“假设”中分别取低值、高值查看。",
    ),
    "page_heard": (
        (
            "Your three years were taken in: {effective} effective draws. They say how fast the zone works, not what "
            "a reform does."
        ),
        "已按近三年数据调整参数，有效样本 {effective} 组。这些数据反映开发区运转快慢，不反映改革效果。",
    ),
    "page_heard_rough": (
        (
            "Your three years leave {effective} effective draws, too few for a verdict: the model with its priors "
            "hardly reaches your counts."
        ),
        "近三年数据只留下 {effective} 组有效样本，不足以下结论：模型在现有先验下难以达到所填水平。",
    ),
    "page_held": ("Held: {name}, {level}.", "已固定：{name}，{level}。"),
    "page_published": ("As published beside as modelled", "公开口径与模型推算口径对照"),
    "page_published_only": (
        "Published figures stand beside the model's for Jimo alone.",
        "公开数据对照仅适用于即墨。",
    ),
    "page_published_run": ("Compare with the published figures", "与公开数据对照"),
    "page_published_wait": ("Simulating …", "正在模拟……"),
    "page_col_figure": ("figure", "数据"),
    "page_col_published": ("as published", "公开口径"),
    "page_col_modelled": ("as modelled: median (90 % band)", "模型推算口径：中位数（90% 区间）"),
    "page_col_inside": ("inside", "是否吻合"),
    "page_col_quote": ("quote and source", "原文与来源"),
    "page_not_modelled": ("What is not modelled", "未纳入模型"),
    "page_not_modelled_about": (
        "These are not weighed: {list}. An option that looks good here may harm them.",
        "模型未考虑以下方面：{list}。评价较好的方案，可能对这些方面不利。",
    ),
    "page_not_booked_about": (
        "Real costs that no number here shows: {list}.",
        "确实会发生、但本页数字未计入的成本：{list}。",
    ),
    # saved options
    "page_saved": ("Saved options side by side", "已存方案并列比较"),
    "page_save": ("Save this option", "保存本方案"),
    "page_save_name": ("name of the option", "方案名称"),
    "page_save_default": ("option {number}", "方案 {number}"),
    "page_saved_none": ("None saved yet. Saved options are part of the link.", "尚未保存。已存方案随链接保存。"),
    "page_saved_load": ("load", "载入"),
    "page_saved_loads": ("load {name}", "载入{name}"),
    "page_saved_remove": ("remove", "删除"),
    "page_saved_removes": ("remove {name}", "删除{name}"),
    "page_saved_run": ("Compare all saved options", "比较全部已存方案"),
    "page_saved_full": ("At most {most} options can be saved.", "最多保存 {most} 个方案。"),
    "page_saved_same": (
        "All against the same base, under the same luck and assumptions.",
        "各方案均与同一基准比较，随机因素与假设相同。",
    ),
    # link and code
    "page_link": ("Copy a link to this", "复制链接"),
    "page_link_copied": ("Link copied.", "链接已复制。"),
    "page_link_shown": ("Copy the link from here:", "请从此处复制链接："),
    "page_form_link": ("put my own numbers into the link", "在链接中附上我填报的数据"),
    "page_code": ("The same in Python", "用 Python 复现本结果"),
    "page_code_about": (
        "With the seed above it gives the same numbers, to the same digest: {digest}.",
        "随机种子相同，则数值完全一致，校验码为 {digest}。",
    ),
    "page_code_copy": ("Copy", "复制"),
    "page_copied": ("Copied.", "已复制。"),
    # units
    "page_unit_projects": ("projects", "个"),
    "page_unit_yi": ("CNY 100 m", "亿元"),
    "page_unit_mu": ("mu", "亩"),
    "page_unit_months": ("months", "个月"),
    "page_unit_share": ("(ratio)", "（比值）"),
    "page_unit_points": ("percentage points", "个百分点"),
    "page_unit_wan_mu": ("CNY 10,000/mu", "万元/亩"),
    "page_units": (
        "CNY 100 m: 100 million yuan (1亿元) at constant prices; mu: a fifteenth of a hectare.",
        "金额按不变价，单位亿元；土地单位亩。",
    ),
    # sheets
    "page_sheet_about": ("about", "说明"),
    "page_sheet_headline": ("first row by draw", "要点逐次抽样"),
    "page_sheet_effects": ("effects", "效应"),
    "page_sheet_paths": ("paths by month", "逐月走势"),
    "page_sheet_parts": ("parts", "各部分作用"),
    "page_sheet_flows": ("flows", "项目流向"),
    "page_sheet_projects": ("projects", "项目来源"),
    # refusals
    "page_fault": ("{field}: found {found}; allowed {allowed}", "{field}：填写为 {found}；可填 {allowed}"),
    "page_fault_near": ("; the nearest is {near}", "；最接近的是 {near}"),
    "page_fault_link": (
        "This link holds something that is not known; the rest was taken.",
        "链接中有无法识别的内容，其余已载入。",
    ),
    "page_busy": (
        "The server is busy with as many comparisons as it can run; try again in a few seconds.",
        "服务器正忙，同时运行的比较已达上限，请几秒后再试。",
    ),
    "page_offline": ("The server does not answer; is it still running?", "服务器无响应，是否仍在运行？"),
    "page_failed": ("The comparison failed: {error}", "比较失败：{error}"),
    "page_wrong_host": ("host: found {found}; allowed {allowed}", "主机：收到 {found}；可用 {allowed}"),
    "page_wrong_origin": (
        "origin: found {found}; allowed is this page alone",
        "来源：收到 {found}；仅限本页",
    ),
    "page_wrong_method": ("method: found {found}; allowed GET or POST", "方法：收到 {found}；可用 GET 或 POST"),
    "page_wrong_length": ("length: found {found}; allowed a number of bytes", "长度：收到 {found}；须为字节数"),
    "page_headers_long": ("headers: allowed at most {most} bytes", "请求头：至多 {most} 字节"),
    "page_address_long": ("address: allowed at most {most} characters", "地址：至多 {most} 个字符"),
    "page_too_large": ("request: allowed at most {most} bytes", "请求：至多 {most} 字节"),
    "page_not_found": ("address: found {found}, where there is nothing", "地址：{found} 不存在"),
    # the command
    "page_serving": (
        "serving on {address} (Ctrl-C stops it)",
        "已启动：{address}（按 Ctrl-C 停止）",
    ),
    "page_open_to_others": (
        "warning: {host} is open to other computers, without password or encryption",
        "注意：{host} 对其他计算机开放，没有密码和加密",
    ),
    "page_no_port": (
        "cannot listen on {host} port {port}: {error}; choose another with --port, or 0 for any",
        "无法监听 {host} 端口 {port}：{error}；请用 --port 另选，0 为任意空闲端口",
    ),
}
