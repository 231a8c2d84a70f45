/**
 * What the API answers, as openapi.yaml describes it.
 *
 * @typedef {'new' | 'like_new' | 'good' | 'fair' | 'poor'} Condition
 * @typedef {'handwriting' | 'highlighting' | 'answers_written' | 'torn' | 'stained' | 'parts_missing'} ConditionFlag
 * @typedef {'selling' | 'reserved' | 'sold' | 'hidden'} PostStatus
 * @typedef {'negotiating' | 'reserved' | 'completed' | 'declined' | 'cancelled' | 'expired' | 'closed'} DealState
 * @typedef {'accept' | 'decline' | 'offer' | 'withdraw' | 'confirm' | 'cancel' | 'meet' | 'cancel_meeting' | 'review' | 'buy'} DealAction
 *
 * @typedef {object} FieldFault
 * @property {string} pointer JSON pointer into the request's body
 * @property {string} code
 * @property {string} detail
 *
 * @typedef {object} Problem
 * @property {string} type
 * @property {string} title
 * @property {number} status
 * @property {string} detail
 * @property {string} code
 * @property {string} request_id
 * @property {FieldFault[]} [errors]
 * @property {DealAction[]} [actions]
 * @property {Deal} [deal]
 * @property {string} [cursor]
 * @property {{name: string, domain: string}[]} [campuses]
 *
 * @typedef {{average: number | null, count: number}} Rating
 *
 * @typedef {object} UserCard
 * @property {string} username
 * @property {string} display_name
 * @property {string} major
 * @property {boolean} email_verified
 * @property {string | null} campus of the verified address
 * @property {Rating} rating
 *
 * @typedef {object} User
 * @property {string} username
 * @property {string} display_name
 * @property {string} major
 * @property {string} bio
 * @property {boolean} email_verified
 * @property {string | null} campus of the verified address
 * @property {string} created_at
 * @property {Rating} rating
 * @property {{selling: number, sold: number, bought: number}} counts
 * @property {boolean} [blocked] by me, if I am signed in
 *
 * @typedef {{median_ms: number, count: number}} ReplyTime of the requests to a seller
 *
 * @typedef {User & {stars: number[], reply_time: ReplyTime | null}} PublicUser stars: how many reviews gave 1, 2 … 5
 *
 * @typedef {'user' | 'moderator' | 'admin'} Role
 * @typedef {{until: string | null, reason: string}} Suspension until: null for good
 * @typedef {User & {id: number, email: string, role: Role, suspension: Suspension | null}} Me
 *
 * @typedef {object} Notice what moderators decided about me or a post of mine
 * @property {number} id
 * @property {string} change
 * @property {string} reason may be empty
 * @property {string | null} until
 * @property {{id: number, title: string} | null} post
 * @property {string} at
 * @property {boolean} seen
 *
 * @typedef {object} Appeal
 * @property {number} id
 * @property {Suspension | null} suspension
 * @property {{id: number, title: string} | null} post
 * @property {string} text
 * @property {'open' | 'granted' | 'refused' | 'closed'} state
 * @property {string} note the answer; may be empty
 * @property {string} created_at
 * @property {string | null} resolved_at
 *
 * @typedef {object} ReportCase what was reported, once for all who did
 * @property {number} id
 * @property {'user' | 'post' | 'message'} kind
 * @property {string | number} subject
 * @property {UserCard} owner
 * @property {string} title of a post
 * @property {boolean} held
 * @property {'open' | 'dismissed' | 'actioned'} state
 * @property {number} reporters
 * @property {Record<string, number>} reasons
 * @property {string} opened_at
 * @property {string | null} note
 * @property {string | null} resolved_at
 * @property {string | null} resolved_by
 *
 * @typedef {object} CaseReport
 * @property {number} id
 * @property {UserCard} reporter
 * @property {string} reason
 * @property {string} note
 * @property {{title: string, price: number} | {body: string} | {display_name: string, bio: string} | Record<string, never>} evidence
 * @property {string} created_at
 *
 * @typedef {object} Conversation
 * @property {number} room_id
 * @property {number} post_id
 * @property {UserCard} buyer
 * @property {UserCard} seller
 * @property {Message[]} messages
 *
 * @typedef {ReportCase & {reports: CaseReport[], person: ModeratedUser, post: Post | null, conversation: Conversation | null}} ReportCaseDetail
 *
 * @typedef {object} ModeratedUser
 * @property {User} profile
 * @property {Role} role
 * @property {Suspension | null} suspension
 * @property {number} open_cases
 * @property {number} past_cases
 * @property {number} reports_made
 * @property {number} warnings
 * @property {AuditEntry[]} history
 *
 * @typedef {object} ModeratedUserLine
 * @property {UserCard} user
 * @property {Role} role
 * @property {string} created_at
 * @property {Suspension | null} suspension
 * @property {number} open_cases
 *
 * @typedef {object} AuditEntry
 * @property {number} id
 * @property {string} at
 * @property {string | null} actor
 * @property {'moderator' | 'operator' | 'market'} source
 * @property {string} action
 * @property {{kind: string, id: number | null}} subject
 * @property {string | null} about
 * @property {Record<string, string>} details
 * @property {string | null} request_id
 * @property {{possible: boolean, why_not: string | null, undone_by: number | null, part_of: number | null}} undo
 *
 * @typedef {object} RegisteredPost
 * @property {PostCard} post
 * @property {{cause: 'reports' | 'moderator' | 'suspension', reason: string, at: string, was: string} | null} hold
 * @property {number | null} open_case
 * @property {string | null} deleted_at
 *
 * @typedef {object} Session
 * @property {number} id
 * @property {'bearer' | 'cookie'} transport
 * @property {string | null} name
 * @property {string} user_agent
 * @property {string} created_at
 * @property {string} last_seen_at
 * @property {string} expires_at
 * @property {string | null} last_address
 * @property {string | null} last_network what the market calls its network
 * @property {boolean} current the one that asks
 *
 * @typedef {object} AccessToken
 * @property {number} id
 * @property {string} name
 * @property {('read' | 'write' | 'chat')[]} scopes
 * @property {string} created_at
 * @property {string} expires_at
 * @property {string | null} last_used_at
 * @property {string | null} last_address
 * @property {string | null} last_network
 *
 * @typedef {object} Photo
 * @property {string} id
 * @property {number} width
 * @property {number} height
 * @property {{thumb: string, card: string, full: string}} urls
 *
 * @typedef {object} Book
 * @property {string} title
 * @property {string | null} [author]
 * @property {string | null} [publisher]
 * @property {string | null} [edition]
 * @property {string | null} [isbn]
 *
 * @typedef {object} Post
 * @property {number} id
 * @property {PostStatus} status
 * @property {string} title
 * @property {Book} book
 * @property {number} price
 * @property {Condition} condition
 * @property {ConditionFlag[]} condition_flags
 * @property {string} place
 * @property {string} description may be empty
 * @property {string | null} [major]
 * @property {{name: string, professor?: string | null} | null} [course]
 * @property {Photo[]} photos
 * @property {UserCard} seller
 * @property {number} favorite_count
 * @property {boolean} favorited
 * @property {number} view_count
 * @property {number} deal_count
 * @property {string} created_at
 * @property {string} updated_at
 * @property {string} bumped_at
 * @property {string | null} sold_at
 * @property {number} version
 * @property {{cause: 'reports' | 'moderator' | 'suspension', reason: string, at: string}} [hold] others than the seller have hidden it
 * @property {boolean} mine
 * @property {Deal | null} my_deal
 *
 * @typedef {object} PostCard what lists and deals carry of a post
 * @property {number} id
 * @property {string} title
 * @property {number} price
 * @property {PostStatus} status
 * @property {Book} [book]
 * @property {Condition} [condition]
 * @property {string} [place]
 * @property {Photo[]} [photos]
 * @property {Photo | null} [photo]
 * @property {UserCard} [seller]
 * @property {number} [favorite_count]
 * @property {boolean} [favorited]
 * @property {string} [created_at]
 * @property {string} [bumped_at]
 * @property {Record<string, [number, number][]>} [highlights] where the words searched for are, in code points
 *
 * @typedef {object} Suggestion
 * @property {'title' | 'author' | 'course' | 'major' | 'publisher'} kind
 * @property {string} text
 * @property {number} posts
 * @property {[number, number][]} ranges
 *
 * @typedef {object} Facet how many posts are of each value
 * @property {{value: string, count: number}[]} values
 * @property {boolean} complete false: at least as many
 *
 * @typedef {object} Facets
 * @property {{count: number, complete: boolean}} total
 * @property {Facet} condition
 * @property {Facet} major
 * @property {Facet} course
 *
 * @typedef {object} Edition a book as the market has seen it
 * @property {string | null} isbn
 * @property {string} title
 * @property {string | null} author
 * @property {string | null} publisher
 * @property {number} on_sale
 * @property {number | null} lowest_price
 * @property {{count: number, median: number | null, quartiles: [number, number] | null, last: {price: number, at: string} | null}} sold
 *
 * @typedef {object} Copies
 * @property {Edition | null} book
 * @property {PostCard[]} items the cheapest first
 * @property {string | null} next_cursor
 *
 * @typedef {object} Deal
 * @property {number} id
 * @property {PostCard} post
 * @property {UserCard} buyer
 * @property {UserCard} seller
 * @property {number} room_id
 * @property {DealState} state
 * @property {number} price
 * @property {number} list_price
 * @property {'buyer' | 'seller' | null} turn
 * @property {{price: number, by: 'buyer' | 'seller', at: string}} last_offer
 * @property {{buyer: boolean, seller: boolean}} confirmed
 * @property {{place: string, at: string} | null} meeting
 * @property {OwnReview | null} my_review
 * @property {number} version
 * @property {DealAction[]} actions
 * @property {string} created_at
 * @property {string} updated_at
 * @property {string | null} expires_at
 *
 * @typedef {object} OwnReview
 * @property {number} stars
 * @property {string} text may be empty
 * @property {string} created_at
 * @property {boolean} published whether others see it
 * @property {string} publish_at from when on they do, at the latest
 *
 * @typedef {object} Review
 * @property {UserCard} author
 * @property {'buyer' | 'seller'} role the author's, in the deal
 * @property {number} stars
 * @property {string} text may be empty
 * @property {string} created_at
 *
 * @typedef {object} SystemData what a system message says, for programs
 * @property {string} event
 * @property {number} deal_id
 * @property {'buyer' | 'seller' | null} by null when time did it
 * @property {number} [price]
 * @property {string} [place]
 * @property {string} [at]
 * @property {string} [reason]
 *
 * @typedef {object} Message
 * @property {number} id
 * @property {number} room_id
 * @property {number} seq 1, 2, 3 … in the room
 * @property {string | null} from a username; null for the system
 * @property {'text' | 'photo' | 'system' | 'expired'} kind
 * @property {string} body
 * @property {Photo} [photo]
 * @property {string | null} client_id told to the sender alone
 * @property {string} sent_at
 * @property {SystemData} [data]
 * @property {('prepayment' | 'phone' | 'link' | 'contact')[]} [notices] what its receiver is to be careful about
 *
 * @typedef {object} Room
 * @property {number} id
 * @property {PostCard} post
 * @property {Deal | null} deal the newest of the room
 * @property {UserCard} with
 * @property {Message | null} last_message
 * @property {number} unread
 * @property {boolean} muted
 * @property {number} last_read_seq mine
 * @property {number} their_read_seq
 * @property {boolean} can_write false: one of the two has blocked the other, or has left
 * @property {boolean} blocked by me
 *
 * @typedef {object} Alert a saved search (구해요)
 * @property {number} id
 * @property {string | null} q
 * @property {string | null} isbn
 * @property {string | null} major
 * @property {string | null} course
 * @property {number | null} max_price
 * @property {boolean} paused
 * @property {number} new_matches 100: or more
 * @property {string} created_at
 *
 * @typedef {object} ChatEvent one of the user's event stream
 * @property {'message' | 'read' | 'deal' | 'post' | 'alert' | 'review' | 'account' | 'typing'} type
 * @property {string} at
 * @property {number} [seq] none for `typing`
 * @property {number} [room_id]
 * @property {number} [post_id]
 * @property {Message} [message]
 * @property {{by: string, seq: number}} [read]
 * @property {Deal} [deal]
 * @property {'price' | 'reserved' | 'selling' | 'sold' | 'gone'} [change] what happened to a favourite
 * @property {number} [price] its new price, if that has changed
 * @property {number} [was] and the one before
 * @property {number[]} [alert_ids] the saved searches that found the post
 * @property {'hidden' | 'published'} [review] whether it is shown already
 * @property {Notice} [account] what moderators decided
 */

/**
 * @template T
 * @typedef {{items: T[], next_cursor: string | null}} PageOf
 */

export {};
