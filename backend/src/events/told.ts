import type { EventData, EventType } from "@firstquadrant/core-client";

/** An event's type with what it carries. */
export type Told = { [Type in EventType]: { type: Type; data: EventData[Type] } }[EventType];
