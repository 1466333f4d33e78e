import type { QualificationQuestion, QualificationQuestionInput } from "@firstquadrant/core-client";

/**
 * Gives the questions that have no id one by their place. The same questions get the same ids, so that setting them
 * again changes nothing.
 */
export function withIds(questions: readonly QualificationQuestionInput[]): QualificationQuestion[] {
  const taken = new Set(questions.flatMap(({ id }) => id ?? []));
  return questions.map(({ id: given, ...question }, index) => {
    if (given !== undefined) return { id: given, ...question };
    let number = index + 1;
    while (taken.has(`question_${number}`)) number += 1;
    const id = `question_${number}`;
    taken.add(id);
    return { id, ...question };
  });
}
