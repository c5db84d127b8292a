/**
 * Places of China that press texts name without saying what they are: provinces, larger cities, and the areas
 * in which zones and ports lie. What is not here is still read where the text says that it is a district, a
 * zone or a port.
 */

/** Names that press texts write in more than one way, and their one name here. */
export const SPELLINGS: Readonly<Record<string, string>> = {
  Macau: 'Macao',
  Tibet: 'Xizang',
}

const PROVINCES =
  'Anhui Fujian Gansu Guangdong Guangxi Guizhou Hainan Hebei Heilongjiang Henan Hubei Hunan Jiangsu Jiangxi Jilin ' +
  'Liaoning Ningxia Qinghai Shaanxi Shandong Shanxi Sichuan Xinjiang Xizang Tibet Yunnan Zhejiang'

const CITIES =
  'Beijing Tianjin Chongqing Macao Macau Shenzhen Guangzhou Zhuhai Foshan Dongguan Zhongshan Huizhou Jiangmen Zhaoqing ' +
  'Shantou Zhanjiang Hangzhou Ningbo Wenzhou Shaoxing Jinhua Yiwu Huzhou Taizhou Zhoushan Quzhou Lishui Suzhou Jiaxing ' +
  'Nanjing Wuxi Changzhou Nantong Yangzhou Zhenjiang Xuzhou Yancheng Lianyungang Huaian Suqian Hefei Wuhu Chuzhou Bengbu ' +
  'Xiamen Fuzhou Quanzhou Zhangzhou Qingdao Jinan Yantai Weihai Weifang Dalian Shenyang Harbin Changchun Wuhan Yichang ' +
  'Changsha Zhengzhou Luoyang Chengdu Mianyang Kunming Guiyang Nanning Qinzhou Haikou Sanya Danzhou Lanzhou Urumqi ' +
  'Kashgar Horgos Yinchuan Xining Lhasa Hohhot Taiyuan Shijiazhuang Tangshan Nanchang Ganzhou Zhangjiagang Changshu Jiangyin'

const AREAS =
  'Pudong Putuo Xuhui Hongkou Yangpu Baoshan Fengxian Chongming Huangpu Zhangjiang Waigaoqiao Yangshan Lujiazui ' +
  'Qianhai Nansha Hengqin Yangpu Boao Xiongan Binhai Liangjiang Tianfu Longgang Nanshan Luohu Bao-an'

const OF_TWO_WORDS = [
  'Hong Kong',
  'Inner Mongolia',
  "Xi'an",
  "Jing'an",
  "Huai'an",
  "Ma'anshan",
  "Yan'an",
  "Bao'an",
  "Xiong'an",
  "Ji'an",
  '(?:Guangdong-Hong Kong-Macao )?Greater Bay Area',
]

const wordsOf = (text: string): readonly string[] => [...new Set(text.split(' '))]

/** What press texts call "the province". */
export const PROVINCE_NAMES: ReadonlySet<string> = new Set([
  ...wordsOf(PROVINCES),
  'JIANGSU',
  'ZHEJIANG',
  'ANHUI',
])

/** What they call "the city", beside Shanghai. */
export const CITY_NAMES: ReadonlySet<string> = new Set([...wordsOf(CITIES), 'Hong Kong', "Xi'an"])

/** A name that stands alone, and not in that of a road, a school or a company. */
export const NAMES = new RegExp(
  `(?<![\\w-])(?:${[...OF_TWO_WORDS, ...wordsOf(`${PROVINCES} ${CITIES} ${AREAS}`)].join('|')})(?![\\w])(?!(?:'s)? (?:Customs|University|Road|Avenue|Street|Daily|Exchange|dollars?|Institute)\\b)`,
  'g',
)
