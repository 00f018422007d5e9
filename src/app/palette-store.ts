import { create } from 'zustand'

type Palette = {
  isOpen: boolean
  /** Here, so that it can be typed while the palette's script is still on its way … */
  text: string
  /** … and entered. */
  isEntered: boolean
}

const CLOSED: Palette = { isOpen: false, text: '', isEntered: false }

export const usePalette = create<Palette>()(() => CLOSED)
export const openPalette = () => usePalette.setState({ ...CLOSED, isOpen: true })
export const closePalette = () => usePalette.setState(CLOSED)
export const typeInPalette = (text: string) => usePalette.setState({ text, isEntered: false })
export const enterInPalette = () => usePalette.setState({ isEntered: true })
