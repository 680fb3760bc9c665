/**
 * Makes control's calls on limits outside the task's thread, and records them. The commands sweep and release use it
 * too, without a job.
 */
package dev.breakwater.guard.limit;
