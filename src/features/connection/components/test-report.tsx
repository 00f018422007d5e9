import type { TestReport as Report, StageResult } from '@contract/report'
import { Alert } from '@/ui/alert'
import { Cable } from '@/ui/cable'
import { Disclosure } from '@/ui/disclosure'
import type { Tone } from '@/ui/tone'
import { cableStages, factsLine } from '../report-view'

type TestReportProps =
  | { stages: readonly StageResult[]; report?: never }
  | { report: Report; stages?: never }

/** A test as it runs (`stages` so far), or what it found: the cable, the sentence, the evidence. */
export function TestReport({ stages, report }: TestReportProps) {
  return (
    <Alert tone={toneOf(report)} className="py-4">
      <div className="flex flex-col gap-3">
        <Cable
          label={report ? 'Test result' : 'Test under way'}
          stages={cableStages(report?.stages ?? stages ?? [], report === undefined)}
        />
        {report && (
          <>
            <Verdict report={report} />
            <EvidenceList stages={report.stages} />
          </>
        )}
      </div>
    </Alert>
  )
}

function toneOf(report: Report | undefined): Tone {
  if (!report) return 'busy'
  return report.outcome === 'passed' ? 'ok' : 'bad'
}

function Verdict({ report: { failure, facts } }: { report: Report }) {
  return (
    <p className="wrap-anywhere">
      {failure ? (
        <>
          <strong className="font-semibold">{failure.message}</strong> {failure.next_step}
        </>
      ) : (
        factsLine(facts)
      )}
    </p>
  )
}

function EvidenceList({ stages }: { stages: readonly StageResult[] }) {
  const withEvidence = stages.filter(({ evidence }) => evidence.length > 0)
  if (withEvidence.length === 0) return null
  return (
    <Disclosure title="Details" className="text-sm">
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {withEvidence.map(({ stage, evidence }) => (
          <div key={stage} className="contents">
            <dt className="font-medium">{stage}</dt>
            <dd className="min-w-0">
              {evidence.map(({ label, value }) => (
                <p key={`${label} ${value}`} className="wrap-anywhere">
                  <span className="text-ink-2">{label}</span>{' '}
                  <span className="whitespace-pre-wrap font-mono text-xs">{value}</span>
                </p>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  )
}
