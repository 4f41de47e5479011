WORDS_OF_PAGE = {"page_fault":("{field}: found {found}; allowed {allowed}","{field}：填写为 {found}；可填 {allowed}"),"page_fault_near": ("; the nearest is {near}", "；最接近的是 {near}")}
