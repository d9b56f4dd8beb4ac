/** The mark: a shield around three linked devices. Decorative; the name stands beside it. */
export function Logo({ className = 'size-5' }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className={`${className} shrink-0`}>
      <rect width="32" height="32" rx="7" className="fill-accent-solid" />
      <g fill="none" stroke="#fff" strokeLinejoin="round">
        <path strokeWidth="2" d="M16 5.5 25 9v7.2c0 5-3.7 8.6-9 10.3-5.3-1.7-9-5.3-9-10.3V9z" />
        <path strokeWidth="1.4" d="M16 11.5 11.5 18h9z" />
      </g>
      <g fill="#fff">
        <circle cx="16" cy="11.5" r="1.9" />
        <circle cx="11.5" cy="18" r="1.9" />
        <circle cx="20.5" cy="18" r="1.9" />
      </g>
    </svg>
  )
}
