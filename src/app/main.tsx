import './start-failure'
import './styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { followSession } from '@/features/auth/session'
import { followTheme } from '@/lib/theme'
import { App } from './app'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root".')

followTheme()
followSession()
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
