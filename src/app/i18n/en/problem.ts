import type { ProblemCode } from '#shared/problems.ts';

export const problemTexts: Readonly<Record<ProblemCode, string>> = {
  'input.malformed': 'The content could not be read. Please check it and try again.',
  'input.method': 'The server does not take requests of this kind.',
  'input.unknown-question': 'The questionnaire has no question “{question}”.',
  'input.computed-question': '“{question}” is computed and cannot be filled in.',
  'input.out-of-range': 'Out of range: it must lie between {min} and {max}. Please check the number.',
  'input.unknown-option': '“{value}” is not one of the options. Please choose again.',
  'input.wrong-type': 'This is not the kind of value expected here.',
  'input.missing-required': 'This is required and still empty.',
  'input.constraint': 'The value does not meet the condition. Please check it.',
  'input.duplicate-option': 'The same option is chosen twice. Please remove one.',
  'score.previous-zero': 'Last year’s figure is 0, so no change can be computed; the item counts as unanswered.',
  'score.none-with-others': '“None of these” cannot be combined with other options; the item counts as unanswered.',
  'score.total-zero': 'The total is 0, so no rate can be computed; the item counts as unanswered.',
  'definition.unknown': 'This questionnaire is not on the phone yet. It downloads when you are online; your answers are safe.',
  'definition.invalid': 'The questionnaire has an error and cannot be used. Please contact the administrator.',
  'enterprise.code-length': 'A credit code has 18 characters; this one has {length}.',
  'enterprise.code-character':
    'Character {position}, “{character}”, never occurs in a credit code. Please compare it with the licence.',
  'enterprise.code-check-digit':
    'The check character “{found}” does not fit the first 17: one of them is miscopied. Please compare each with the licence.',
  'enterprise.exists': 'This firm is registered already. Just open it.',
  'enterprise.name-missing': 'Please enter the firm’s name as on its licence.',
  'enterprise.region-missing': 'Please choose the firm’s region.',
  'assessment.not-editable': 'This assessment cannot be changed now. All answers are kept.',
  'assessment.reason-missing': 'Please give a reason, so that it can be understood later.',
  'visit.begun': 'The visit has begun or is over and can neither be changed nor cancelled. Its record is kept.',
  'visit.not-assigned': 'The firm is not assigned to this deputy GM, so no visit was planned. Assign it first.',
  'review.moved': 'This assessment has just changed; your decision was not made. Please look at it as it is now.',
  'review.not-possible': 'This cannot be done in the present state of the assessment. Please refresh.',
  'review.obstacles': 'It cannot be sealed yet: {count} {count?thing is:things are} open. Please see to the list.',
  'review.not-assigned': 'Only the second reviewer who was named may grade, and never the person who approved.',
  'visit.cancelled': 'This visit was cancelled. Plan another one to go again.',
  'action.not-possible': 'This action has moved on and cannot be changed like this. Go back to see its present state.',
  'action.no-proof': 'There is no photo of how it is now. Take one first, then close the action.',
  'auth.signed-out': 'You have been signed out. Your data is on this phone; sign in again to send it.',
  'auth.wrong-credentials': 'Account or password is wrong. Please check both.',
  'auth.too-many-tries': 'Too many tries. Please wait a few minutes.',
  'auth.cross-site': 'The request came from another site and was refused.',
  'auth.second-factor': 'Enter the six digits of your authenticator app.',
  'auth.second-factor-setup': 'This role needs a second factor. Sign in and follow the steps to set it up.',
  'auth.wrong-code': 'The code is wrong or has expired. Wait for the next one.',
  'auth.wrong-activation':
    'The activation code is wrong or has expired (15 minutes, 5 tries). Ask the administrator for a new one.',
  'device.too-many': 'This account is in use on {limit} devices. Disable one before signing in here.',
  'device.revoked': 'This device has been disabled. Please contact the administrator.',
  'unlock.wrong': 'Wrong PIN or passphrase; {left} {left?try:tries} left. Your data is safe.',
  'unlock.wait': 'Wait {seconds} s before the next try. Your data is safe.',
  'unlock.online': 'Ten wrong tries. Sign in online to set a new PIN or passphrase. Nothing was deleted.',
  'unlock.recovery':
    'Only the organisation’s recovery key opens the data on this phone. Ask your administrator, and do not clear browser data.',
  'lease.expired':
    'More than {days} days without a network: nothing new can be started. Go on with what is open; it starts again after one contact.',
  'person.exists': 'There is an account {account} already. Choose another name.',
  'auth.weak-password':
    'This password cannot be used: at least {shortest} characters, not a common one, without account or name.',
  'access.denied': 'You do not have this right. Ask the administrator if you need it.',
  'access.not-found': 'Not found. It may lie outside your region or have moved.',
  'access.ended':
    'When this arrived, its author’s rights or assignment had ended. It is kept and counts once the office confirms it.',
  'access.not-yet':
    'When this was written, its author may not have had the right or assignment yet. It is kept and counts once the office confirms it.',
  'assignment.outside': 'The firm lies outside this person’s region. Choose somebody else, or change their region first.',
  'firm-link.unknown':
    'This link does not work: it has expired, was withdrawn, or was not copied whole. Please ask whoever sent it for a new one.',
  'firm-link.closed': 'This self-assessment has been collected and can no longer be changed. Please ask whoever sent the link.',
  'firm-link.too-many': 'Too many requests. Please try again in {seconds} s.',
  'camera.refused':
    'No permission to use the camera. Allow it in the browser’s settings or choose a file instead; your answers are safe.',
  'camera.unavailable':
    'The camera does not open; another app may be using it. Close that app and try again, or choose a file; your answers are safe.',
  'microphone.refused':
    'No permission to record. Tap the lock or settings icon beside the address, allow the microphone and try again; your answers are safe.',
  'microphone.unavailable': 'The microphone is in use by a call or another app. End it and try again; your answers are safe.',
  'evidence.active':
    'The file carries macros, scripts, embedded programs or a password and cannot be evidence. Save it without them and choose it again; your answers are safe.',
  'evidence.file-too-large':
    'The file is too large ({megabytes} MB, at most {limit} MB). Split it or save it as a smaller PDF; your answers are safe.',
  'evidence.unknown-file':
    'Photos, PDF and Office files (docx, xlsx, pptx) are taken here. Please choose another file; your answers are safe.',
  'evidence.too-large':
    'The photo is too large ({megabytes} MB, limit 15 MB). Lower the camera’s resolution and retake; your answers are safe.',
  'evidence.too-many-pixels':
    'The photo has too many pixels ({megapixels} million, limit 50). Lower the resolution and retake; your answers are safe.',
  'evidence.not-decodable':
    'This file is not a picture that can be read. Please retake or choose another; your answers are safe.',
  'evidence.wrong-type':
    'The file is not what it says it is; the server set it aside. The original is on this phone: please choose another file.',
  'evidence.mixed':
    'The photo carries something else in it; the server refused it and keeps it aside. The original is on this phone: please retake.',
  'evidence.hash-mismatch': 'The photo arrived changed and was refused. The original is on this phone and will be sent again.',
  'evidence.bad-signature':
    'The facts noted at capture do not match their signature. The photo was set aside for a reviewer. The original is on this phone.',
  'evidence.not-uploaded': 'The server does not have this photo yet. The original is on this phone and will be sent.',
  'sync.fork':
    'This phone’s data may have been cloned to another. Nothing is lost; sync once and the phone gets a new device id.',
  'sync.bad-signature':
    'The device signature did not verify, so the server refused. The data is on this phone; contact the administrator.',
  'sync.bad-hash':
    'The data did not verify, so the server refused. It is on this phone; save a rescue bundle and contact the administrator.',
  'sync.unknown-device': 'The server does not know this device. The data is on this phone; please sign in again.',
  'sync.protocol-version': 'This app is too old to send. The data is on this phone; update, then sync.',
  'sync.batch-too-large': 'Too much at once; it will be sent in smaller parts.',
  'sync.quarantined': 'The server has set this change aside. Nothing is lost; see the reason under Sync.',
  'sync.too-many': 'The server is busy. Everything is kept here and will be sent again by itself.',
  'rescue.not-a-bundle': 'This file is not a rescue bundle. Choose the xunzhen-….txt that the phone made, unchanged.',
  'rescue.damaged':
    'The rescue bundle is incomplete (unreadable from line {line}). Have the phone make and send it again; nothing on it has changed.',
  'rescue.wrong-key':
    'This server’s key does not open the bundle. Import it on the command line with --key and the organisation’s recovery key.',
  'rescue.too-large': 'The rescue bundle is over 2 GB; import it on the command line: rescue import.',
  'export.too-many': 'Too many exports: please try again in {minutes} min. Each person may export {limit} times an hour.',
  'export.too-large':
    '{count} {count?assessment is:assessments are} selected; answers as XLSX take at most {limit} at a time. Narrow the filter or export as CSV, which has no limit.',
  'storage.full': 'The phone is full. Answers still save, photos do not; free some space or sync photos first.',
  'storage.unavailable': 'The phone refused to write, the last change is not saved. Please reopen the app and try again.',
  'storage.locked': 'The data is locked. Please open your account first.',
  'clock.wrong': 'The phone’s clock is about {minutes} minutes off. Turn on automatic time; your answers are safe.',
  'network.unreachable': 'The server cannot be reached. The data is on this phone and will be sent when you are online.',
  'network.not-ours':
    'This network wants you to sign in first (a Wi-Fi portal). The data is on this phone; sign in there or use mobile data.',
  'server.failed': 'The server has a problem, it is not you. The data is on this phone and will be sent again.',
  'server.full':
    'The server is out of space and takes nothing in for now. Everything is on this phone; tell the administrator, it will be sent again.',
};
