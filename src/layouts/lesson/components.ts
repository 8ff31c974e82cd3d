import Ask from './Ask.astro';
import Choice from './Choice.astro';
import Exercise from './Exercise.astro';
import Figure from './Figure.astro';
import Lead from './Lead.astro';
import Manifest from './Manifest.astro';
import OlderGuides from './OlderGuides.astro';
import Predict from './Predict.astro';
import Question from './Question.astro';
import Recall from './Recall.astro';
import Rule from './Rule.astro';
import Step from './Step.astro';
import Steps from './Steps.astro';
import Summary from './Summary.astro';
import Term from './Term.astro';
import Terminal from './Terminal.astro';
import Why from './Why.astro';

/** What every lesson may use without importing it. eslint.config.js knows the same names. */
export const lessonComponents = {
  Ask,
  Choice,
  Exercise,
  Figure,
  Lead,
  Manifest,
  OlderGuides,
  Predict,
  Question,
  Recall,
  Rule,
  Step,
  Steps,
  Summary,
  Term,
  Terminal,
  Why,
};
