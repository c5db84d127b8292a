/**
 * The hub as a scheme: 14 district-level units as octilinear areas on a 24 px grid. The core lies
 * inside four of them and is never added to the belts.
 */
import type { Words } from './language.ts'

export type Belt = 'north' | 'south'

export type Unit = {
  readonly id: string
  readonly name: Words
  readonly belt: Belt | null
  readonly points: string
  readonly label: readonly [number, number]
  /** A second line of the label, and what it is: the rest of the name, or a remark. */
  readonly second?: Words
  readonly isRemark?: boolean
}

export const units: readonly Unit[] = [
  {
    id: 'taicang',
    name: { en: 'Taicang', zh: '太仓' },
    belt: 'north',
    points: '312,72 360,24 480,24 528,72 480,120 360,120',
    label: [418, 77],
  },
  {
    id: 'kunshan',
    name: { en: 'Kunshan', zh: '昆山' },
    belt: 'north',
    points: '240,144 312,72 360,120 384,120 384,216 360,240 264,240 240,216',
    label: [312, 173],
  },
  {
    id: 'jiading',
    name: { en: 'Jiading', zh: '嘉定' },
    belt: 'north',
    points: '384,120 480,120 528,168 528,192 480,192 432,240 384,240',
    label: [442, 159],
  },
  {
    id: 'sip',
    name: { en: 'Suzhou', zh: '苏州' },
    second: { en: 'Ind. Park', zh: '工业园区' },
    belt: 'north',
    points: '144,144 240,144 240,216 216,240 168,240 144,216',
    label: [192, 188],
  },
  {
    id: 'xiangcheng',
    name: { en: 'Xiangcheng', zh: '相城' },
    belt: 'north',
    points: '72,72 120,24 216,24 288,96 240,144 96,144 72,120',
    label: [168, 91],
  },
  {
    id: 'qingpu',
    name: { en: 'Qingpu', zh: '青浦' },
    second: { en: '(part)', zh: '（部分）' },
    isRemark: true,
    belt: null,
    points: '360,240 432,240 456,264 456,312 384,312 336,264',
    label: [398, 275],
  },
  {
    id: 'changning',
    name: { en: 'Changning', zh: '长宁' },
    belt: 'north',
    points: '480,192 600,192 624,216 600,240 480,240',
    label: [569, 221],
  },
  {
    id: 'minhang',
    name: { en: 'Minhang', zh: '闵行' },
    belt: 'south',
    points: '480,240 600,240 648,288 648,336 600,384 504,384 504,336 456,288 456,264',
    label: [566, 317],
  },
  {
    id: 'songjiang',
    name: { en: 'Songjiang', zh: '松江' },
    belt: 'south',
    points: '384,312 456,312 456,288 504,336 504,408 360,408 336,384 336,360',
    label: [422, 370],
  },
  {
    id: 'jinshan',
    name: { en: 'Jinshan', zh: '金山' },
    belt: 'south',
    points: '360,408 504,408 528,432 528,480 504,504 408,504 360,456',
    label: [446, 461],
  },
  {
    id: 'pinghu',
    name: { en: 'Pinghu', zh: '平湖' },
    belt: 'south',
    points: '288,432 336,432 408,504 432,504 432,528 384,576 312,576 288,552',
    label: [348, 521],
  },
  {
    id: 'nanhu',
    name: { en: 'Nanhu', zh: '南湖' },
    belt: 'south',
    points: '168,432 288,432 288,528 168,528 144,504 144,456',
    label: [218, 485],
  },
  {
    id: 'haiyan',
    name: { en: 'Haiyan', zh: '海盐' },
    belt: 'south',
    points: '192,528 288,528 288,552 312,576 360,576 288,648 216,648 192,624',
    label: [254, 593],
  },
  {
    id: 'haining',
    name: { en: 'Haining', zh: '海宁' },
    belt: 'south',
    points: '48,552 72,528 192,528 192,624 168,648 72,648 48,624',
    label: [120, 593],
  },
]

export const coreOutline = '442,202 490,182 518,202 518,250 494,274 446,274 422,250 422,221'

export const waters: readonly string[] = [
  'M500 14c50 22 104 62 146 128M514 10c46 24 100 62 140 120',
  'M330 654c40-62 90-104 150-128s120-56 168-112M352 656c38-54 82-92 140-114s116-56 158-104',
]
