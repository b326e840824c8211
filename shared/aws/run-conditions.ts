/** Nobody has stepped in since the run was read: `:interventions` is what it was then, `:zero` is 0. */
export const UNTOUCHED =
  '(interventions = :interventions OR (attribute_not_exists(interventions) AND :interventions = :zero))';
