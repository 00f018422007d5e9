import { lazy, Suspense } from 'react'
import { BrowserRouter, Navigate, Route, Routes, useLocation } from 'react-router-dom'
import { GuestsOnly } from '@/features/auth/components/guests-only'
import { RequireSession } from '@/features/auth/components/require-session'
import { HOME, RECOVERY_PATH } from '@/features/auth/next-path'
import { ErrorBoundary } from './error-boundary'
import { Splash } from './splash'
import { ToastOutlet } from './toast-outlet'

const SignInPage = lazy(() => import('@/features/auth/components/sign-in-page'))
const SignUpPage = lazy(() => import('@/features/auth/components/sign-up-page'))
const ForgotPasswordPage = lazy(() => import('@/features/auth/components/forgot-password-page'))
const ResetPasswordPage = lazy(() => import('@/features/auth/components/reset-password-page'))
const Shell = lazy(() => import('./shell'))
const IntegrationsPage = lazy(() => import('./routes/integrations-route'))
const HealthPage = lazy(() => import('@/features/health/components/health-page'))
const IntegrationPage = lazy(() => import('./routes/integration-route'))
const TakeTicket = lazy(() => import('./routes/take-ticket'))
const CallbackPage = lazy(() => import('@/features/authorization/components/callback-page'))
const LogsPage = lazy(() => import('@/features/logs/components/logs-page'))
const SettingsPage = lazy(() => import('@/features/auth/components/settings-page'))
const TypePage = lazy(() => import('./routes/type-route'))
const RunnersPage = lazy(() => import('@/features/runners/components/runners-page'))
const AlertsPage = lazy(() => import('@/features/alerts/components/alerts-page'))
const AlertSettingsPage = lazy(() => import('@/features/alerts/components/alert-settings-page'))
const NotFoundPage = lazy(() => import('./not-found-page'))

/** Where `GET oauth/callback` leads. */
const CALLBACK_PATH = '/oauth/callback'

/**
 * One shell for all pages, so that what one of them begins the next one sees the end of. A ticket is
 * taken out of the address first: also before a sign-in leads elsewhere.
 */
function SignedIn() {
  const { pathname, hash } = useLocation()
  if (pathname === CALLBACK_PATH && hash !== '') return <TakeTicket />
  return (
    <RequireSession fallback={<Splash />}>
      <Shell />
    </RequireSession>
  )
}

/** Every page is a chunk of its own: who signs in does not wait for the grid. */
export function App() {
  return (
    <ErrorBoundary>
      <BrowserRouter>
        <Suspense fallback={<Splash />}>
          <Routes>
            <Route
              path="/sign-in"
              element={
                <GuestsOnly>
                  <SignInPage />
                </GuestsOnly>
              }
            />
            <Route
              path="/sign-up"
              element={
                <GuestsOnly>
                  <SignUpPage />
                </GuestsOnly>
              }
            />
            <Route path="/forgot-password" element={<ForgotPasswordPage />} />
            <Route path={RECOVERY_PATH} element={<ResetPasswordPage />} />
            <Route element={<SignedIn />}>
              <Route index element={<Navigate replace to={HOME} />} />
              <Route path="/health" element={<HealthPage />} />
              <Route path={HOME} element={<IntegrationsPage />} />
              <Route path={`${HOME}/:id`} element={<IntegrationPage />} />
              <Route path={CALLBACK_PATH} element={<CallbackPage />} />
              <Route path="/types/:id" element={<TypePage />} />
              <Route path="/logs" element={<LogsPage />} />
              <Route path="/settings" element={<SettingsPage />} />
              <Route path="/settings/runners" element={<RunnersPage />} />
              <Route path="/settings/alerts" element={<AlertSettingsPage />} />
              <Route path="/alerts" element={<AlertsPage />} />
              <Route path="*" element={<NotFoundPage />} />
            </Route>
          </Routes>
        </Suspense>
      </BrowserRouter>
      <ToastOutlet />
    </ErrorBoundary>
  )
}
