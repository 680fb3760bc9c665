/** Passes people's requests to the job, from the command line, the console and chats. */
package dev.breakwater.guard.door;
