/** The exact numbers of figures. Domains take them from here, so that one room names the library. */
export { Fraction } from 'fraction.js'
