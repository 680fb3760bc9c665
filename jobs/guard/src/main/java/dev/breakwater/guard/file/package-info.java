/** What the job writes to files, and what it reads of people: lines that rotate, never half of one. */
package dev.breakwater.guard.file;
