import type { ProblemCode } from '../problems.ts';

/**
 * Every text that people read, in English. `{name}` stands for a fact. A
 * problem's detail shows the value and says what to do.
 */
export const en = {
  problems: {
    malformed: {
      title: 'The request is malformed',
      detail:
        'The request does not fit its schema; each field is named under "errors". Correct them and send it again.',
    },
    'cursor-invalid': {
      title: 'The cursor does not fit',
      detail:
        'The cursor belongs to another query or is too old. Begin again without a cursor.',
    },
    'token-missing': {
      title: 'Sign in first',
      detail:
        'This needs a sign-in. Send an access token: "Authorization: Bearer …".',
    },
    'token-invalid': {
      title: 'The token does not count',
      detail:
        'The access token was refused ({reason}). Sign in again and send the new access token.',
    },
    forbidden: {
      title: 'Not allowed',
      detail: '{reason}',
    },
    unknown: {
      title: 'Not found',
      detail:
        'There is nothing here, or nothing that you may see. Check the id, or sign in with another account.',
    },
    'route-unknown': {
      title: 'No such address',
      detail:
        'There is no {method} {path}. The addresses are listed at /v1/docs.',
    },
    state: {
      title: 'Its state does not allow this',
      detail: 'It is {state}. Possible now: {possible}.',
    },
    'idempotency-key-reused': {
      title: 'The idempotency key is taken',
      detail:
        'This Idempotency-Key came before with another body. Use a new key for a new request.',
    },
    withdrawn: {
      title: 'Withdrawn',
      detail:
        'It was withdrawn at {at} ({kind}). Ask the organisation that answers for it: {holder}.',
    },
    changed: {
      title: 'It has changed since',
      detail:
        'Somebody changed it after you read it. Read it again and repeat with the new ETag in If-Match.',
    },
    'too-large': {
      title: 'The request is too large',
      detail:
        'The body has {sizeBytes} bytes; at most {limitBytes} are taken. Files are uploaded by POST /v1/uploads.',
    },
    'media-type': {
      title: 'The media type is not supported',
      detail: 'The body is "{mediaType}"; send application/json in UTF-8.',
    },
    'rule-broken': {
      title: 'It breaks a rule',
      detail:
        'The request is well-formed but breaks a rule; each is named under "errors". Correct them and send it again.',
    },
    'precondition-missing': {
      title: 'If-Match is missing',
      detail: 'Send the ETag that you read in the header If-Match.',
    },
    'too-many': {
      title: 'Too many requests',
      detail: 'Wait as long as Retry-After says, then send it again.',
    },
    internal: {
      title: 'Something went wrong here',
      detail:
        'This is our fault and has been recorded. Send it again; if it stays, give us the request id {requestId}.',
    },
    standby: {
      title: 'Read only for now',
      detail:
        'This Region stands by for another one and takes no changes. Nothing was written. Send it again to the address of the platform.',
    },
    unavailable: {
      title: 'Not available for the moment',
      detail:
        'A part that this needs does not answer. Wait as long as Retry-After says, then send it again.',
    },
  } satisfies Record<ProblemCode, { title: string; detail: string }>,
  reference: {
    title: 'Xueyuan API reference',
    noScript:
      'The reference needs JavaScript. The same is at /v1/openapi.json.',
  },
  /** What people are told, by kind: the subject, and the text under it. */
  notices: {
    'resource-accepted': {
      title: 'Accepted: {title}',
      text: '"{title}" was accepted and will be published on the date that was set.',
    },
    'resource-published': {
      title: 'Published: {title}',
      text: '"{title}" is published. Readers see it from now on.',
    },
    'resource-rejected': {
      title: 'Not accepted: {title}',
      text: '"{title}" was not accepted.',
    },
    'resource-changes-requested': {
      title: 'Changes are asked for: {title}',
      text: 'Before "{title}" can be published, changes are asked for. A draft for them is open.',
    },
    'resource-withdrawn': {
      title: 'Withdrawn: {title}',
      text: '"{title}" was withdrawn: readers no longer see it. The reason stands in its record.',
    },
    'resource-restored': {
      title: 'Restored: {title}',
      text: '"{title}" was restored: readers see it again.',
    },
    'resource-due': {
      title: 'Due for review again: {title}',
      text: '"{title}" is due to be reviewed again on {due}. See whether it is still right; a new version, or a review of this one, keeps it published.',
    },
    'resource-overdue': {
      title: 'Overdue for review: {title}',
      text: '"{title}" was due to be reviewed again on {due}. Readers see that; without a review it will be withdrawn as outdated.',
    },
    'resource-renewed': {
      title: 'Reviewed again: {title}',
      text: '"{title}" was reviewed again and stays published. It is due next on {due}.',
    },
    'review-assigned': {
      title: 'Please review: {title}',
      text: 'You were put on the panel for "{title}". Scores count until {due}.',
    },
    'review-due': {
      title: 'Your scores are awaited: {title}',
      text: 'You have not scored "{title}" yet. Scores count until {due}; after that your seat goes to somebody else.',
    },
    'review-left': {
      title: 'No longer yours to review: {title}',
      text: 'You no longer sit on the panel for "{title}". You need not score it.',
    },
    'review-seat-empty': {
      title: 'A seat on a panel is empty: {title}',
      text: 'A reviewer of "{title}" did not score in time, and nobody was found to follow. Put another reviewer on the panel, or decide yourself.',
    },
    'review-ended': {
      title: 'Decided: {title}',
      text: '"{title}" was decided without your scores. You need not score it.',
    },
  },
  /** What an e-mail says beside its notice. */
  mail: {
    reason: 'The reason: {why}',
    foot: 'The platform sent this mail by itself. You can choose in your account of which notices you want none.',
  },
  /** Why something is or is not allowed, and what a broken rule asks for. */
  rules: {
    'no-person':
      'Your account is not known in this district. Ask your organisation to add you.',
    'second-factor-waits':
      'Your role would allow this, but it waits for a second factor. Set one up at POST /v1/me/second-factor, sign in again with its code, and repeat this. If your account was opened again after a disaster, first have an admin of your organisation approve it.',
    'factor-of-another-issuer':
      'They sign in at another provider: reset the second factor there. Nothing was changed here.',
    'organisation-open':
      'The organisation is not closed. There is nothing to open again.',
    'factor-elsewhere':
      'You sign in at another provider: set up the second factor there. Nothing was changed here.',
    'account-scope-needed':
      'This token does not speak for your account. Sign in again and ask for the scope aws.cognito.signin.user.admin as well.',
    'token-refused':
      'Your account was signed out meanwhile. Sign in again and repeat this.',
    'code-refused':
      'The code is not right, or its half minute has passed. Enter the code that the app shows now.',
    'issuer-unknown':
      'This district does not trust that issuer. Name one of its outside issuers, spelled as its tokens spell it.',
    'identity-taken':
      'Somebody signs in with this already. Check the subject at the issuer.',
    'one-sign-in':
      'A person needs one way to sign in: give either a username or an identity at an outside issuer.',
    'no-accounts-here':
      'This district has no accounts of its own. Name the sign-in at an outside issuer under "identity".',
    'people-only':
      'Only people may do this; a machine client may not, whatever its permission set.',
    'operators-assign':
      'Only operators may give or take the roles operator and auditor. Ask one of them.',
    'erasure-lost':
      'The request was lost with a Region. Ask for the erasure again.',
    'last-operator':
      'This is the last operator. Make somebody else an operator first.',
    'not-oneself':
      'Nobody does this to themselves. Ask another admin of your organisation.',
    'organisation-unknown':
      'There is no such organisation. List them at GET /v1/organisations.',
    'organisation-closed':
      'The organisation {organisation} is closed: it takes no new members, contributions or organisations. Choose one that is open.',
    'organisation-merged':
      'The organisation is part of {mergedInto} now. Change that one.',
    'top-stays':
      'The organisation at the top of the district stays there. Rename it, or move those under it.',
    'under-itself':
      'An organisation cannot go under itself, or under one that is below it. Choose one that is not below.',
    'open-below':
      'Below it {count} organisations are open. Close, move or merge these first.',
    'tree-full':
      'With this name the district has more organisations than it can hold. Shorten names, or end organisations that are no longer needed.',
    'operator-undated':
      'The role operator has no dates, so that there is always one. Give it without, and take it when it ends.',
    'role-ended':
      'The role would have ended on {until}; today is {today} (UTC). Name a later date, or take the role.',
    'dates-reversed':
      'The role would end on {until}, before it begins on {from}. Correct one of the two.',
    'specialities-of-experts':
      'Only experts have specialities; this is the role {role}. Leave them out.',
    'username-taken':
      'Somebody else signs in with this name. Choose another one.',
    'public-for-everyone': 'Published and public: anyone may read it.',
    'district-for-members':
      'Published for the district: every member of an organisation of the district may read it.',
    'organisation-for-members':
      'Published for one organisation: its members, and those of the organisations under it, may read it.',
    'reviewer-reads-work': 'Assigned reviewers may read what they review.',
    'reviewer-scores':
      'Assigned reviewers may score and comment on what they review.',
    'institute-reads-agreement':
      'Librarians, auditors and experts of a research institute may read how far reviewers agree. Ask one of them.',
    'reviewers-only':
      'Only reviewers who sit on its panel may do this. Ask the librarian who runs the panel.',
    'institute-only':
      'Only librarians, auditors and experts of a research institute, and the librarians and auditors above it, may read how far reviewers agree. Ask one of them.',
    'district-librarians-only':
      "Only librarians of the district's own organisation, above all others, may write rubrics. Ask one of them.",
    'contributor-reads-own':
      'Contributors may read their own resource and its record.',
    'auditor-reads-all':
      'Auditors may read everything of record of their organisation and those under it.',
    'librarian-manages':
      'Librarians manage the resources of their organisation and those under it.',
    'contributor-works-on-own':
      'Contributors may change, submit and take back their own resource.',
    'contributor-contributes':
      'Teachers, experts and librarians may contribute for the organisation in which they have that role.',
    'contributor-uploads': 'Teachers, experts and librarians may upload files.',
    'keeper-explains':
      'Librarians, organisation admins and auditors may ask what others may do in their organisation and those under it.',
    'keepers-only':
      'Only librarians, organisation admins and auditors of this organisation, or of one above, may ask about others. Ask about yourself, or ask one of them.',
    'resource-or-organisation':
      'Name either a resource or an organisation, not both and not neither.',
    'operator-operates':
      'Operators run the platform and look after its organisations and members.',
    'administrator-administers':
      'Organisation admins look after their organisation and those under it.',
    'own-contribution':
      'Nobody decides on or publishes what they contributed to, now or before. Ask another librarian to do it.',
    'teachers-only':
      "This is for teachers only. Sign in with an account that is more than a student's.",
    'not-published':
      'It is not published. Only its contributors, its reviewers and the librarians who manage it see the work. Wait until it is published, or ask a contributor to add you.',
    withdrawn:
      'It was withdrawn, so that readers no longer see it. Ask the organisation that answers for it.',
    'readers-only':
      'Only those whom its visibility names may read this. Sign in, or ask the organisation that answers for it.',
    'record-closed':
      'Only its contributors, its reviewers, and the librarians and auditors of the organisation that answers for it may see this. Ask one of them.',
    'contributing-role-needed':
      "Only teachers, experts and librarians may contribute, for the organisation in which they have that role, while it is open. Ask your organisation's admin for the role.",
    'contributors-only':
      'Only its contributors may do this. Ask one of them to add you.',
    'librarians-only':
      'Only librarians of the organisation that answers for it, or of one above, may do this. Ask one of them.',
    'administrators-only':
      'Only admins of this organisation, or of one above, may do this. Ask one of them.',
    'auditors-only':
      'Only admins and auditors of this organisation, or of one above, may read the record of its members. Ask one of them.',
    'operators-only':
      'Only operators of the platform may do this. Ask one of them.',
    'file-name-unsafe':
      'A file name must not have slashes, control characters or characters that turn the direction of writing. Take them out and announce it again.',
    'file-name-long':
      'The name has {bytes} bytes in UTF-8; at most {limitBytes} are taken. Shorten it.',
    'file-name-ending':
      'The name "{name}" does not end as one of {mediaType} does: {endings}. Correct the name, or the media type.',
    'file-large':
      'The file has {sizeBytes} bytes; at most {limitBytes} are taken. Make it smaller, or divide it.',
    'file-bytes-differ':
      'The file was said to be {declared}, but its content is {found}. Announce it as what it is, or choose another file.',
    'file-bytes-unrecognised':
      'The file was said to be {declared}, but its content does not show that. Check that it opens, save it anew, and announce it again.',
    'file-bytes-changed':
      'What came is not the file that was announced as {declared}: its size or its SHA-256 differ. Announce it again and send the same bytes.',
    needed: 'This is needed before the resource can be submitted. Fill it in.',
    'description-too-short':
      'The description has {characters} characters; at least {least} are needed. Say what it teaches, and how.',
    'files-or-links':
      'There is neither a file nor a link. Attach a file, or give a link.',
    'consent-needed':
      'Student work needs a consent record. Name the record here.',
    'teacher-submits':
      'Student work is submitted by a teacher, not by a system. Make a teacher its contributor, and let them submit it.',
    'students-needed':
      'Student work names each student who made it. Add them here, each with the id of the person.',
    'student-work-person':
      'Creators of student work are referenced by the id of the person (per_…), so that their work is found when they are erased. Fill in "person".',
    'nothing-to-change':
      'The request changes nothing. Send at least one field.',
    'contributor-unknown':
      'There is nobody {person} in the district. Leave them out, or name them as a creator.',
    'holder-already':
      'It is held by {holder} already. Name another organisation.',
    'nothing-to-correct':
      'The draft is the same as the published version. Change it first, or discard it.',
    'correction-not-minor':
      'A change of this needs a review. Undo it, or submit the draft.',
    'corrections-need-review':
      'In this district each correction is reviewed. Submit the draft.',
    'relation-cycle':
      '{target} leads back to this resource, so that it would come before itself. Choose another, or end that relation first.',
    'relation-already':
      'It is related so to {target} already. There is nothing to change.',
    'relation-unknown':
      'There is no resource {target} that you may see. Check the id.',
    'relation-line-long':
      'More than {most} resources stand above that one. Relate to one that is nearer to the beginning.',
    'too-many-relations':
      'A resource refers to at most {most} others. End one of its relations first.',
    'source-unpublished':
      '{target} has not been published, so that its licence does not count yet. Wait until it is.',
    'licence-incompatible':
      'It is based on {source}, whose licence {sourceLicence} does not allow an adaptation under {licence}. Choose a licence that it allows, or ask the holder of the source.',
    'too-many-files': 'A version has at most {most} files. Take one out first.',
    'too-many-former':
      'A resource remembers at most {most} people who are no longer contributors. Keep some of them.',
    'upload-unknown':
      'You have no upload {upload}. Announce the file by POST /v1/uploads and send its bytes first.',
    'upload-not-ready':
      'The upload is {state}. Complete it, or upload the file again.',
    'upload-of-another-file':
      'The upload holds the file {sha256}. Use that in the address, or name another upload.',
    'roster-file-missing':
      'The file of this roster is not there. Ask POST /v1/rosters/files for an address, send the bytes, and check again.',
    'roster-expired':
      'What the check found is no longer kept. Check the file again.',
    'roster-moved':
      'Another roster of this organisation was applied since the check. Check the file again.',
    'roster-not-csv':
      'The file is a ZIP or a workbook, not a CSV. Announce it as xlsx, or save it as CSV.',
    'roster-not-xlsx':
      'The file is not a readable XLSX workbook. Open it, save it as "Excel workbook (.xlsx)", and send that.',
    'roster-too-much':
      'Unpacked, the workbook is larger than {most} MB or strangely packed, so it was not opened. Copy the rows into a new workbook.',
    'roster-encoding':
      'The file is no text in UTF-8 or GB18030. In Excel, save it as "CSV UTF-8".',
    'roster-csv-broken':
      'The CSV cannot be read at line {row}: often a quotation mark is not closed. Correct it there.',
    'roster-empty':
      'The file has no people. Put one person in each row under the headings.',
    'roster-too-many-rows':
      'The file has more than {most} rows. Divide it by role, and check that there are no empty rows below.',
    'roster-too-many-columns':
      'Row {row} has more than {most} columns. Keep only the columns of the template.',
    'roster-cell-long':
      'A cell of row {row} has more than {most} characters. Shorten it.',
    'roster-column-unknown':
      'There is no column "{heading}". Take it out: nothing is stored that nobody asked for.',
    'roster-column-twice': 'The column "{heading}" is there twice. Keep one.',
    'roster-column-missing':
      'A column is missing; its heading is one of: {headings}.',
    'roster-cell-without-heading':
      'A cell stands outside the columns that have headings. Empty it.',
    'roster-formula': '"{value}" begins like a formula. Write plain text.',
    'roster-name': '"{value}" is no name: 1 to 50 characters.',
    'roster-number':
      '"{value}" is no number: up to 32 letters, digits and hyphens, beginning with a letter or digit.',
    'roster-number-twice':
      "The number {value} stands in row {first} already. A number is one person's.",
    'roster-number-of-another':
      'The number {value} belonged to somebody with another name. Give this person another number.',
    'roster-role':
      '"{value}" is no role of a roster. Write student or teacher; other roles are given one by one.',
    'roster-role-not-listed':
      'The role {value} is not among those that this roster lists. Add it there, or take the row out.',
    'roster-class-needed': 'A student needs a class.',
    'roster-class-long':
      'The class has more than {most} characters. Shorten it.',
    'roster-username':
      '"{value}" is no username: 4 to 64 of a-z, 0-9, dot, dash and underscore.',
    'roster-username-needed':
      'There is neither a username nor one that can be made from the number. Give a username here, or a usernamePrefix for the roster.',
    'roster-username-twice':
      'The username {value} stands in row {first} already.',
    'roster-username-taken':
      'Somebody else signs in as {value}. Give another username.',
    'roster-left-out-many':
      'Too many people could not be added, so it was stopped. Is the usernamePrefix that of another school? Correct it and check again.',
    'reason-needed':
      'To reject or to ask for changes needs a reason, which the contributors will read. Give one.',
    'date-of-renewal':
      'What is published already has no date of publication. Leave it out.',
    'date-of-accepted':
      'A date of publication goes only with acceptance. Leave it out.',
    'date-not-later':
      '{publishOn} is not after today, {today} (UTC). Name a later date, or leave it out to publish now.',
    'weights-sum':
      'The weights make {sum}; they must make {wanted}. Change them.',
    'criterion-twice': 'There are two criteria "{id}". Rename one of them.',
    'levels-rise':
      "The scores of a criterion's levels must rise from one to the next. Put them in order.",
    'veto-is-a-level':
      '{vetoAt} is no level of this criterion below its best. Name the score that vetoes.',
    'criterion-unknown': 'The rubric has no criterion "{id}". Leave it out.',
    'score-needed': 'This criterion has no score. Give one.',
    'score-out-of-range':
      '{score} is no level of this criterion. Give one of: {allowed}.',
    'candidate-fits': 'Has the speciality; {load} open reviews wait for them.',
    'conflict-own-contribution':
      'They contributed to this resource. Choose somebody else.',
    'conflict-co-author':
      'The version names them as a creator. Choose somebody else.',
    'conflict-same-school':
      'They are of the same school as the holder or a contributor. Choose somebody else.',
    'conflict-recent-collaboration':
      'They have contributed to something together with a contributor within two years. Choose somebody else.',
    'reviewer-unknown':
      'There is nobody {person} in the district. Choose one of the candidates.',
    'reviewer-role':
      'They hold no role that this kind of panel asks for. Choose somebody else.',
    'reviewer-speciality':
      "They do not have the panel's speciality. Choose one of the candidates, or name another speciality.",
    'reviewer-twice': 'This reviewer is named twice. Leave one out.',
    'rubric-unknown':
      "There is no such rubric. Leave it out to use the district's own.",
    'panel-size':
      'This panel would have {size} reviewers; its kind has {least} to {most}. Add or leave out some.',
    'panel-full':
      'A review has at most {most} seats, those of replaced reviewers among them. Decide with the reviewers there are.',
    'panel-begun':
      'Somebody has scored already: kind and rubric stay as they are. Leave them out.',
    'scored-stays':
      'A reviewer who has scored stays on the panel. Name them again.',
    'due-out-of-range':
      '{due} is not between now and {last}. Name another deadline.',
    'deadline-passed':
      'Scores counted until {due}. Ask the librarian who runs the panel for a later deadline.',
    'comments-full':
      'This review has had {most} comments, as many as it may have. Say the rest in your scores or to the librarian.',
    'reason-of-panel':
      "A decision on a panel's work needs a reason, which the contributors will read. Give one.",
    'ruled-accept':
      "The panel's rule accepted it: {scored} reviewers gave {mean} % on average; it passes at {passPercent} %.",
    'ruled-request-changes':
      "The panel's rule asks for changes: {scored} reviewers gave {mean} % on average; it passes at {passPercent} %. See their comments.",
    'ruled-reject':
      "The panel's rule rejected it: a reviewer's score vetoes by {vetoes}. See their comments.",
    'accepted-as-it-is': 'The librarian accepted it as it is.',
    'reason-erased':
      'Whoever decided has been erased, and the reason with them.',
  },
} as const;

/** Every language has the same texts under the same names. */
export type Catalogue = {
  readonly problems: Readonly<
    Record<ProblemCode, { readonly title: string; readonly detail: string }>
  >;
  readonly notices: Readonly<
    Record<
      keyof typeof en.notices,
      { readonly title: string; readonly text: string }
    >
  >;
  readonly mail: Readonly<Record<keyof typeof en.mail, string>>;
  readonly reference: Readonly<Record<keyof typeof en.reference, string>>;
  readonly rules: Readonly<Record<keyof typeof en.rules, string>>;
};
