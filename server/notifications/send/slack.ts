import { type Message, NotTaken, type Receiver } from './message.ts'
import { post } from './post.ts'

// Slack cuts a section at 3,000 characters, after escaping.
const longestBody = 1_500

/**
 * Posts to an incoming webhook of Slack, or of what speaks like it: `text` and `blocks`. It knows no idempotency key, so
 * that a crash between its answer and our note sends a message twice: at least once.
 */
export async function sendSlack({ target }: Receiver, message: Message): Promise<void> {
  if (!target) throw new NotTaken('The channel has no address.')
  await post(target, JSON.stringify(slackBody(message)))
}

/** What Slack is given. Everything that comes from elsewhere is escaped: no name can mention a channel or forge a link. */
function slackBody({ subject, told, more, baseUrl }: Message) {
  const sections = told.map(({ severity, title, body, url, drill }) => {
    const words = [drill ? '*Exercise.* ' : '', `*${escaped(title)}* (${severity})`]
    const lines = [
      words.join(''),
      ...(body ? [escaped(body.slice(0, longestBody))] : []),
      `<${url}|Open in Fleetwarden>`,
    ]
    return section(lines.join('\n'))
  })
  const test = section(`This is a test of <${baseUrl}|Fleetwarden>. Messages arrive here.`)
  const rest = more > 0 ? [section(`And ${more} more.`)] : []
  return { text: escaped(subject), blocks: told.length === 0 ? [test] : [...sections, ...rest] }
}

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
