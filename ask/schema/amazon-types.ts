// The entry points of Amazon's published types. They get names of their own
// because the generator finds several definitions of the exported ones.
import { RequestEnvelope, ResponseEnvelope, services } from 'ask-sdk-model';

export type SkillRequest = RequestEnvelope;
export type SkillResponse = ResponseEnvelope;
export type ProgressiveDirective = services.directive.SendDirectiveRequest;
