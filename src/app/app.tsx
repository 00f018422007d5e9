import { lazy, Suspense } from 'react'
import { BrowserRouter, Navigate, Route, Routes } from 'react-router-dom'
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
const OAuthCallback = lazy(() => import('./routes/oauth-callback-route'))
const CallbackPage = lazy(() => import('@/features/authorization/components/callback-page'))
const LogsPage = lazy(() => import('@/features/logs/components/logs-page'))
const SettingsPage = lazy(() => import('@/features/auth/components/settings-page'))
const TypePage = lazy(() => import('./routes/type-route'))
const RunnersPage = lazy(() => import('@/features/runners/components/runners-page'))
const AlertsPage = lazy(() => import('@/features/alerts/components/alerts-page'))
const AlertSettingsPage = lazy(() => import('@/features/alerts/components/alert-settings-page'))
const NotFoundPage = lazy(() => import('./not-found-page'))

const shell = (
  <RequireSession fallback={<Splash />}>
    <Shell />
  </RequireSession>
)

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
            <Route path="/oauth/callback" element={<OAuthCallback>{shell}</OAuthCallback>}>
              <Route index element={<CallbackPage />} />
            </Route>
            <Route element={shell}>
              <Route index element={<Navigate replace to={HOME} />} />
              <Route path="/health" element={<HealthPage />} />
              <Route path={HOME} element={<IntegrationsPage />} />
              <Route path={`${HOME}/:id`} element={<IntegrationPage />} />
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
